namespace HybridAi.Learning.Metrics;

/// <summary>How well a score puts few positives on top: the mean of the precisions at each positive.</summary>
public static class AveragePrecision
{
    /// <summary>Σ (recallₙ − recallₙ₋₁) · precisionₙ over the distinct scores from the highest down, so that ties give no luck.</summary>
    /// <param name="scores">Higher means more likely positive.</param>
    /// <param name="positive">Whether each row is positive.</param>
    /// <returns>Between 0 and 1; null when no row is positive.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double? Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        if (scores.Length != positive.Length) throw new ArgumentException($"{scores.Length} scores but {positive.Length} outcomes.");
        var sorted = scores.ToArray();
        var outcomes = positive.ToArray();
        Array.Sort(sorted, outcomes);
        var all = outcomes.Count(outcome => outcome);
        if (all == 0) return null;

        var (found, sum) = (0, 0.0);
        for (var to = sorted.Length; to > 0;)
        {
            var from = to;
            var before = found;
            for (; from > 0 && sorted[from - 1] == sorted[to - 1]; from--)
                if (outcomes[from - 1])
                    found++;
            to = from;
            sum += (double)(found - before) / all * found / (sorted.Length - from);
        }

        return sum;
    }
}
