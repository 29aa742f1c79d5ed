namespace HybridAi.Learning.Metrics;

/// <summary>How many rows can be answered while a precision is held.</summary>
/// <param name="Coverage">Share of all rows that score at least the threshold; 0 when no threshold holds the precision.</param>
/// <param name="Threshold">Lowest score that is still answered; positive infinity when none is.</param>
/// <param name="Precision">Share of the answered rows that are right; null when none is answered.</param>
public sealed record CoverageAtPrecision(double Coverage, double Threshold, double? Precision)
{
    /// <summary>
    /// The lowest threshold whose answered rows are right at least as often as asked. Rows of equal score are answered together.
    /// The threshold is the best on these very rows: it promises nothing for others.
    /// </summary>
    /// <param name="scores">Higher means surer.</param>
    /// <param name="correct">Whether each row is right.</param>
    /// <param name="precision">Asked share, in [0, 1].</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static CoverageAtPrecision Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> correct, double precision)
    {
        if (scores.Length != correct.Length) throw new ArgumentException($"{scores.Length} scores but {correct.Length} outcomes.");
        var sorted = scores.ToArray();
        var outcomes = correct.ToArray();
        Array.Sort(sorted, outcomes);
        Array.Reverse(sorted);
        Array.Reverse(outcomes);

        var best = new CoverageAtPrecision(0, double.PositiveInfinity, null);
        var right = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (outcomes[i]) right++;
            var endsTie = i + 1 == sorted.Length || sorted[i + 1] != sorted[i];
            if (endsTie && right >= precision * (i + 1))
                best = new CoverageAtPrecision((i + 1.0) / sorted.Length, sorted[i], right / (i + 1.0));
        }

        return best;
    }
}
