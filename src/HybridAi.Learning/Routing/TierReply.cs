namespace HybridAi.Learning.Routing;

/// <summary>What one tier said to one input.</summary>
/// <param name="Label">Index of its answer; <see cref="NoLabel"/> where it was asked and had none, or none of the list.</param>
/// <param name="Confidence">How sure it says it is, 0 to 1; not a number where it says nothing.</param>
/// <param name="Chances">A probability for each label, where the tier is a model that gives them; otherwise null.</param>
public readonly record struct TierReply(int Label, double Confidence = double.NaN, float[]? Chances = null)
{
    /// <summary>Stands for an answer that is missing or not in the list of labels.</summary>
    public const int NoLabel = -1;

    /// <summary>A reply without an answer.</summary>
    public static TierReply None => new(NoLabel);
}
