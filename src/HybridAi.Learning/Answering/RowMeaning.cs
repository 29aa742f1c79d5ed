namespace HybridAi.Learning.Answering;

/// <summary>What a span means beside a question.</summary>
/// <param name="Whole">How near it comes as a whole, −1 to 1.</param>
/// <param name="Passage">How near the nearest span of its passage comes.</param>
/// <param name="Terms">How near it comes to each term, −1 to 1.</param>
internal sealed record RowMeaning(double Whole, double Passage, double[] Terms)
{
    // What is near and what is far lie close together: the weights are to be of the size of the others.
    private const double WholeUnit = 0.2;
    private const double LeastUnit = 1.0 / 3;

    /// <summary>What the features are called, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["meaning", "passageMeaning", "termMeaning", "termMeaningEven", "termNearest", "leastMeaning"];

    /// <summary>The features; zeros where there is no encoder.</summary>
    /// <param name="meaning">The span's meaning; null: there is no encoder.</param>
    /// <param name="table">Its table: the terms and their shares.</param>
    /// <param name="coverage">How near the span comes to each term by its letters.</param>
    public static double[] Features(RowMeaning? meaning, EvidenceTable table, double[] coverage)
    {
        if (meaning is null || meaning.Terms.Length == 0) return new double[Names.Count];
        var own = Enumerable.Range(0, meaning.Terms.Length).Where(i => table.Question.Emphasis[i] >= 1).ToList();
        return
        [
            meaning.Whole / WholeUnit, meaning.Passage / WholeUnit, table.Shares.Select((share, i) => share * meaning.Terms[i]).Sum() / WholeUnit,
            own.Average(i => meaning.Terms[i]) / WholeUnit, table.Shares.Select((share, i) => share * Math.Max(meaning.Terms[i], coverage[i])).Sum() / WholeUnit,
            own.Min(i => meaning.Terms[i]) / LeastUnit,
        ];
    }
}
