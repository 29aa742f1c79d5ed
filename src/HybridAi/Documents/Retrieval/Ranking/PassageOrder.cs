namespace HybridAi.Documents.Retrieval.Ranking;

/// <summary>
/// Puts what was found into another order. The scores keep their places: the best of the new order has the highest that there was, so that scores stay comparable
/// within a search whoever gave the order.
/// </summary>
internal static class PassageOrder
{
    /// <summary>What was found in a new order.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="order">The index in <paramref name="found"/> of each passage, the new best first.</param>
    /// <param name="by">Who gave the order.</param>
    public static IReadOnlyList<FoundPassage> Of(IReadOnlyList<FoundPassage> found, IReadOnlyList<int> order, string by)
    {
        double[] scores = [.. found.Select(one => one.Score).OrderDescending()];
        return [.. order.Select((at, place) => found[at] with { Score = scores[place], RankedBy = by })];
    }

    /// <summary>What was found as it was, marked.</summary>
    public static IReadOnlyList<FoundPassage> AsFound(IReadOnlyList<FoundPassage> found, string fault) => [.. found.Select(one => one with { RankFault = fault })];
}
