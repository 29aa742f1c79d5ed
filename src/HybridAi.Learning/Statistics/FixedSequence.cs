namespace HybridAi.Learning.Statistics;

/// <summary>
/// Tests of many claims in an order that was fixed before their data were seen: each is tested at the full level, and the first that fails ends the
/// sequence. The chance of accepting even one false claim is at most the level, however the tests depend on each other.
/// </summary>
/// <remarks>
/// Angelopoulos, Bates, Candès, Jordan and Lei 2021, "Learn then Test: calibrating predictive algorithms to achieve risk control" (fixed
/// sequence testing, with several starts); Maurer, Hothorn and Lehmacher 1995, "Multiple comparisons in drug clinical trials and preclinical assays:
/// a-priori ordered hypotheses". Drawback: one unlucky claim hides those behind it; several starts soften that for a smaller level each.
/// </remarks>
public static class FixedSequence
{
    /// <summary>Index of the last claim accepted, or -1.</summary>
    /// <param name="pValues">In order; none is asked for behind the first failure.</param>
    /// <param name="alpha">Level, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of range.</exception>
    public static int LastAccepted(IEnumerable<double> pValues, double alpha)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        Check(alpha);
        return pValues.TakeWhile(pValue => pValue <= alpha).Count() - 1;
    }

    /// <summary>Indices of all claims accepted, ascending, from several starts that share the level evenly; each goes on to its first failure.</summary>
    /// <param name="count">Number of claims.</param>
    /// <param name="pValue">The p-value of the claim with that index; asked for at most once each.</param>
    /// <param name="starts">Indices to start from, each once, fixed before the data were seen.</param>
    /// <param name="alpha">Level over all starts together, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level or a start is out of range.</exception>
    /// <exception cref="ArgumentException">A start is given twice.</exception>
    public static IReadOnlyList<int> Accepted(int count, Func<int, double> pValue, IReadOnlyCollection<int> starts, double alpha)
    {
        ArgumentNullException.ThrowIfNull(pValue);
        ArgumentNullException.ThrowIfNull(starts);
        Check(alpha);
        if (starts.Distinct().Count() < starts.Count) throw new ArgumentException("A start is given twice.", nameof(starts));
        var accepted = new SortedSet<int>();
        var failed = -1;
        foreach (var start in starts.Order())
        {
            ArgumentOutOfRangeException.ThrowIfNegative(start, nameof(starts));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(start, count, nameof(starts));
            // What an earlier start has reached it has tested at the same level.
            var at = start;
            while (at < count && at != failed && !accepted.Contains(at))
            {
                if (pValue(at) <= alpha / starts.Count) accepted.Add(at++);
                else failed = at;
            }
        }

        return [.. accepted];
    }

    private static void Check(double alpha)
    {
        if (!(alpha > 0 && alpha < 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Must lie strictly between 0 and 1.");
    }
}
