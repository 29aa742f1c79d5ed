using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Answering;

/// <summary>Learns an <see cref="EvidenceModel"/> from questions whose answers are known.</summary>
public static class EvidenceTrainer
{
    private const double RankingSpread = 3;
    private const double AnswerabilitySpread = 0.5;
    private const double InterceptSpread = 10;

    // What hardly ever differs is not to count for more than what does.
    private const double LeastDeviation = 0.01;

    /// <summary>Learns which spans answer.</summary>
    /// <param name="examples">The part's table, and the index of the row that answers; a repeated example weighs as often.</param>
    /// <returns>A weight for each of <see cref="EvidenceRow.Names"/>.</returns>
    public static double[] FitRanking(IEnumerable<(EvidenceTable Table, int Answer)> examples)
    {
        var choices = examples.Select(example => new ConditionalLogit.Choice(
            new double[example.Table.Rows.Count], [.. example.Table.Rows.SelectMany(row => row.Features)], example.Answer)).ToList();
        return ConditionalLogit.Fit(choices, new double[EvidenceRow.Names.Count], RankingSpread);
    }

    /// <summary>Learns which questions can be answered.</summary>
    /// <param name="examples">The question's features (<see cref="AnswerabilityFeatures"/>), and whether the passages answer it.</param>
    /// <returns>A weight for each of <see cref="AnswerabilityFeatures.Names"/>, and the intercept last. A feature counts for its own spread, whatever it is measured in.</returns>
    public static double[] FitAnswerability(IReadOnlyList<(double[] Features, bool Answerable)> examples)
    {
        var width = AnswerabilityFeatures.Names.Count;
        var columns = Enumerable.Range(0, width).Select(j => examples.Select(example => example.Features[j]).ToArray()).ToList();
        var spreads = columns.Select(column => AnswerabilitySpread / Math.Max(Deviation(column), LeastDeviation)).Append(InterceptSpread).ToArray();
        return ShrunkLogisticRegression.Fit(columns, [.. examples.Select(example => example.Answerable)], new double[width + 1], spreads);
    }

    /// <summary>The threshold that lets at most a share of the questions through that can't be answered.</summary>
    /// <param name="unanswerable">Answerability of such questions, by a model that did not learn from them.</param>
    /// <param name="share">The share, 0 to 1.</param>
    public static double Threshold(IEnumerable<double> unanswerable, double share)
    {
        var sorted = unanswerable.OrderDescending().ToArray();
        return sorted.Length == 0 ? 0.5 : sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
    }

    private static double Deviation(double[] column)
    {
        var mean = column.Average();
        return Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
    }
}
