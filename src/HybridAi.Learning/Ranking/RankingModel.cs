namespace HybridAi.Learning.Ranking;

/// <summary>How a second look weighs what it sees: a weighted sum, whose differences are log odds of one passage standing before another.</summary>
/// <param name="Weights">A weight for each of <see cref="RankingFeatures.Names"/>.</param>
public sealed record RankingModel(double[] Weights)
{
    /// <summary>The order of the first search and nothing else: what learning begins at.</summary>
    public static RankingModel AsFound { get; } = new([.. RankingFeatures.Names.Select(name => name == "score" ? FirstWeight : 0)]);

    private const double FirstWeight = 8;

    /// <summary>The score of a passage by its features.</summary>
    public double ScoreOf(ReadOnlySpan<double> row)
    {
        var sum = 0.0;
        for (var i = 0; i < Weights.Length; i++) sum += Weights[i] * row[i];
        return sum;
    }

    /// <summary>The order of the rows, the best first; rows of one score keep theirs.</summary>
    public int[] Order(IReadOnlyList<double[]> rows)
    {
        var scores = rows.Select(row => ScoreOf(row)).ToArray();
        return [.. Enumerable.Range(0, rows.Count).OrderByDescending(row => scores[row])];
    }
}
