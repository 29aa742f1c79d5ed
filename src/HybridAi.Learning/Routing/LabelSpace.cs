using System.Text.Json.Serialization;

namespace HybridAi.Learning.Routing;

/// <summary>
/// What answers can be, and when two of them are the same: labels of a list, or numbers of which two are the same when they are no further apart than the
/// tolerance. Answers are known by their index.
/// </summary>
/// <param name="Count">How many answers there are.</param>
/// <param name="Values">Every number that occurs, by index; null for labels.</param>
/// <param name="Tolerance">How far a right number may be from the true one.</param>
public sealed record LabelSpace(int Count, double[]? Values, double Tolerance)
{
    /// <summary>Whether answers are labels, of which each is like itself alone.</summary>
    [JsonIgnore]
    public bool IsNominal => Values is null;

    /// <summary>So many labels.</summary>
    public static LabelSpace Of(int labels) => new(labels, null, 0);

    /// <summary>Numbers.</summary>
    /// <param name="values">Every number that occurs, by index.</param>
    /// <param name="tolerance">How far a right answer may be from the true number; 0 or above.</param>
    public static LabelSpace Of(double[] values, double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        return new(values.Length, values, tolerance);
    }

    /// <summary>How likely an answer is right by a probability for each: its own, or of numbers the sum of those within the tolerance.</summary>
    public double Within(int answer, float[] chances)
    {
        if (Values is null) return chances[answer];
        var sum = 0.0;
        for (var other = 0; other < Values.Length; other++)
            if (Math.Abs(Values[other] - Values[answer]) <= Tolerance)
                sum += chances[other];
        return Math.Min(sum, 1);
    }

    /// <summary>Whether two answers are the same; an answer that is missing is like no other.</summary>
    public bool Same(int one, int other)
    {
        if (one == TierReply.NoLabel || other == TierReply.NoLabel) return false;
        return one == other || (Values is not null && Math.Abs(Values[one] - Values[other]) <= Tolerance);
    }
}
