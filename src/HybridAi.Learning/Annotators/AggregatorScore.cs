namespace HybridAi.Learning.Annotators;

/// <summary>How one method did on gold items that were hidden from it.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Accuracy">Share of the gold items that it got right.</param>
/// <param name="Behind">By how much it falls behind the best method on the same items, 0 for the best.</param>
/// <param name="StandardError">Of that difference, over the items.</param>
public sealed record AggregatorScore(string Method, double Accuracy, double Behind, double StandardError)
{
    /// <summary>Whether gold can't tell it from the best: it falls behind by at most one standard error.</summary>
    public bool AsGoodAsBest => Behind <= StandardError;

    /// <summary>Compares two methods on the same items.</summary>
    internal static AggregatorScore Of(string method, IReadOnlyList<bool> right, IReadOnlyList<bool> best)
    {
        var differences = right.Zip(best, (own, other) => (other ? 1.0 : 0) - (own ? 1.0 : 0)).ToList();
        var mean = differences.Average();
        var variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / Math.Max(differences.Count - 1, 1);
        return new(method, right.Average(hit => hit ? 1.0 : 0), mean, Math.Sqrt(variance / differences.Count));
    }
}
