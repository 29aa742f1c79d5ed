namespace HybridAi.Learning.LabelErrors;

/// <summary>One kind of evidence against given labels.</summary>
/// <param name="Name">What it rests on, such as <c>student</c>, <c>neighbours</c>, <c>labeller-1</c>.</param>
/// <param name="Values">One value a row, in log odds or votes; above 0 it speaks against the label.</param>
/// <param name="StatedWeight">What a value counts before review has taught otherwise.</param>
public sealed record DoubtPart(string Name, double[] Values, double StatedWeight)
{
    /// <summary>What a value counts now.</summary>
    public double Weight { get; init; } = StatedWeight;
}
