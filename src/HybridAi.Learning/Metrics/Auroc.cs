namespace HybridAi.Learning.Metrics;

/// <summary>How well a score puts positives before negatives.</summary>
public static class Auroc
{
    /// <summary>
    /// Chance that a random positive scores above a random negative, ties counted half: the Mann-Whitney statistic over mid-ranks.
    /// </summary>
    /// <remarks>Hanley and McNeil 1982, "The meaning and use of the area under a ROC curve".</remarks>
    /// <param name="scores">Higher means more likely positive.</param>
    /// <param name="positive">Whether each row is positive.</param>
    /// <returns>Between 0 and 1; null when all rows are positive or none is, for then there is no pair to compare.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a score is not a number.</exception>
    public static double? Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        if (scores.Length != positive.Length) throw new ArgumentException($"{scores.Length} scores but {positive.Length} outcomes.");
        foreach (var score in scores)
            if (double.IsNaN(score))
                throw new ArgumentException("A score is not a number.");

        var sorted = scores.ToArray();
        var outcomes = positive.ToArray();
        Array.Sort(sorted, outcomes);
        long positives = 0;
        var rankSum = 0.0;
        for (var from = 0; from < sorted.Length;)
        {
            var to = from;
            long tied = 0;
            for (; to < sorted.Length && sorted[to] == sorted[from]; to++)
                if (outcomes[to])
                    tied++;
            rankSum += tied * (from + to + 1) / 2.0;
            positives += tied;
            from = to;
        }

        var negatives = sorted.Length - positives;
        if (positives == 0 || negatives == 0) return null;
        return (rankSum - positives * (positives + 1) / 2.0) / ((double)positives * negatives);
    }
}
