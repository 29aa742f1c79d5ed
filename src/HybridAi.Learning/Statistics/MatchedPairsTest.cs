using MathNet.Numerics.Distributions;

namespace HybridAi.Learning.Statistics;

/// <summary>
/// The exact test of non-inferiority for matched pairs: do rows that two have answered show that the first is at most a margin worse than the second?
/// It holds its level for every number of rows, however small, and for every rate at which the two differ.
/// </summary>
/// <remarks>
/// <para>
/// Outcomes are ordered by Tango's score statistic (1998); the p-value is the greatest chance of an outcome at least as favourable over all rates of
/// wins and losses with a mean of at most -margin. Because the statistic rises with each win and falls with each loss, the greatest chance lies on the
/// edge, and one unknown is left, the rate at which rows differ (Hsueh, Liu and Chen 2001, "Unconditional exact tests for equivalence or noninferiority
/// for paired binary endpoints", Biometrics 57; Lloyd and Moldovan 2008, "A more powerful exact test of noninferiority from binary matched-pairs data",
/// Statistics in Medicine 27). That rate is searched only in its exact interval of confidence 1 - <see cref="OutsideRates"/>, which is added to the
/// p-value (Berger and Boos 1994, "P values maximized over a confidence set for the nuisance parameter", JASA 89).
/// </para>
/// <para>
/// Numerically: sums leave out at most 1e-10, which is added; between the points of the search the chance is bounded from above, so that the p-value is
/// too high by at most 0.00005 + 0.2 % of itself and never too low. Rows must be independent of each other and not chosen by who was right.
/// No p-value is below <see cref="OutsideRates"/>: confidences above 0.9999 can't be shown.
/// </para>
/// </remarks>
public static class MatchedPairsTest
{
    /// <summary>Error spent on the chance that the rate of differing rows lies outside the interval that is searched.</summary>
    public const double OutsideRates = 1e-4;

    private const int StepsPerUnit = 10_000;
    private const int Probes = 24;
    private const int MostRowsTested = 200_000;

    /// <summary>The p-value of "the mean difference is at most -margin"; small values show that it is above. 1 without rows.</summary>
    /// <param name="seen">What the rows say; wins are those of the candidate.</param>
    /// <param name="margin">Strictly between -1 and 1; negative to show a gain.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is out of range.</exception>
    public static double PValue(PairedDifferences seen, double margin) => PValue(seen, margin, 0);

    /// <summary>Whether the rows show that the mean difference is above -margin: as <see cref="PValue(PairedDifferences, double)"/>, but sooner.</summary>
    /// <param name="seen">What the rows say.</param>
    /// <param name="margin">Strictly between -1 and 1.</param>
    /// <param name="confidence">One-sided, strictly between 0 and 1, such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin or the confidence is out of range.</exception>
    public static bool Shows(PairedDifferences seen, double margin, double confidence)
    {
        Check(margin, confidence);
        var level = 1 - confidence;
        return level > OutsideRates + FavourableOutcomes.Omitted && PValue(seen, margin, level) <= level;
    }

    /// <summary>
    /// Lower confidence bound of the mean difference: the highest value, to four digits and never rounded up, that it is shown to exceed; -1 when
    /// nothing can be said.
    /// </summary>
    /// <remarks>
    /// By inversion. The p-value of an exact test need not rise steadily with the value claimed, so that values below the bound that halving finds are
    /// tried too, as far away as the bound is from the mean; where one is not shown, the bound is sought below it.
    /// </remarks>
    /// <param name="seen">What the rows say.</param>
    /// <param name="confidence">One-sided, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is out of range.</exception>
    public static double Lower(PairedDifferences seen, double confidence)
    {
        Check(0, confidence);
        var open = (int)Math.Ceiling(seen.Mean * StepsPerUnit);
        while (true)
        {
            var shown = -StepsPerUnit;
            var next = open;
            while (next - shown > 1)
            {
                var middle = shown + (next - shown) / 2;
                if (Shows(seen, -middle / (double)StepsPerUnit, confidence)) shown = middle;
                else next = middle;
            }

            var reach = Math.Min(open - shown, shown + StepsPerUnit);
            var dip = Enumerable.Range(1, Probes).Select(i => shown - reach * i / Probes)
                .FirstOrDefault(step => step > -StepsPerUnit && !Shows(seen, -step / (double)StepsPerUnit, confidence), shown);
            if (dip == shown) return shown / (double)StepsPerUnit;
            open = dip;
        }
    }

    /// <summary>Upper confidence bound of the mean difference, never rounded down; 1 when nothing can be said.</summary>
    /// <param name="seen">What the rows say.</param>
    /// <param name="confidence">One-sided, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is out of range.</exception>
    public static double Upper(PairedDifferences seen, double confidence) => -Lower(seen.Exchange(), confidence);

    /// <summary>
    /// An estimate of how many rows like those seen would show the margin: at the rates seen, so many are enough with about the stated chance. null when
    /// the mean that was seen is itself not above -margin, so that no number would do. <see cref="LeastRows"/> where no row was seen to differ.
    /// </summary>
    /// <remarks>
    /// Starts from the normal approximation (Liu et al. 2002, "Tests for equivalence or non-inferiority for paired binary data", Statistics in Medicine
    /// 21) and goes on by the exact test of the likeliest outcome that is worse than expected by as many standard errors as the chance asks for. Above
    /// 200,000 rows it is the approximation alone.
    /// </remarks>
    /// <param name="seen">What the rows so far say.</param>
    /// <param name="margin">Strictly between -1 and 1.</param>
    /// <param name="confidence">One-sided, strictly between 0 and 1.</param>
    /// <param name="power">The chance, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static int? RowsNeeded(PairedDifferences seen, double margin, double confidence, double power = 0.8)
    {
        Check(margin, confidence);
        if (!(power > 0 && power < 1)) throw new ArgumentOutOfRangeException(nameof(power), power, "Must lie strictly between 0 and 1.");
        if (seen.Differing == 0) return LeastRows(margin, confidence);
        if (seen.Mean <= -margin || 1 - confidence <= OutsideRates + FavourableOutcomes.Omitted) return null;
        var rate = seen.Differing / (double)seen.Rows;
        var deviation = Math.Sqrt(rate - seen.Mean * seen.Mean);
        var errors = Normal.InvCDF(0, 1, confidence) * Math.Sqrt(Math.Max(0, rate - margin * margin)) + Normal.InvCDF(0, 1, power) * deviation;
        var approximate = Math.Min(int.MaxValue, Math.Pow(Math.Max(0, errors) / (seen.Mean + margin), 2));
        if (approximate > MostRowsTested) return (int)approximate;
        var rows = Math.Max(1, (int)(approximate * 0.7));
        while (rows <= MostRowsTested && !Shows(Unlucky(rows), margin, confidence)) rows += 1 + rows / 100;
        return rows;

        PairedDifferences Unlucky(int rows)
        {
            var away = deviation > 0 ? Normal.InvCDF(0, 1, power) * Math.Sqrt(rows) / deviation : 0;
            var (wins, losses) = (seen.Wins / (double)seen.Rows, seen.Losses / (double)seen.Rows);
            var lost = Math.Clamp((int)Math.Ceiling(rows * losses + away * losses * (1 + seen.Mean)), 0, rows);
            return new PairedDifferences(rows, Math.Clamp((int)(rows * wins - away * wins * (1 - seen.Mean)), 0, rows - lost), lost);
        }
    }

    /// <summary>The fewest rows that show the margin when none of them differs; null when no number does, as with a margin of 0.</summary>
    /// <param name="margin">Strictly between -1 and 1.</param>
    /// <param name="confidence">One-sided, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static int? LeastRows(double margin, double confidence)
    {
        Check(margin, confidence);
        var level = 1 - confidence - OutsideRates - FavourableOutcomes.Omitted;
        if (margin <= 0 || level <= 0) return null;
        // No row differs with chance (1 - margin)^rows where all that differ are losses; other favourable outcomes may add to it.
        var rows = Math.Max(1, Math.Ceiling(Math.Log(level) / Math.Log(1 - margin)));
        if (rows > MostRowsTested) return (int)Math.Min(int.MaxValue, rows);
        while (!Shows(new PairedDifferences((int)rows, 0, 0), margin, confidence)) rows++;
        return (int)rows;
    }

    private static double PValue(PairedDifferences seen, double margin, double level)
    {
        if (!(Math.Abs(margin) < 1)) throw new ArgumentOutOfRangeException(nameof(margin), margin, "Must lie strictly between -1 and 1.");
        if (seen.Rows == 0) return 1;
        const double added = OutsideRates + FavourableOutcomes.Omitted;
        var (low, high) = ClopperPearson.Interval(seen.Differing, seen.Rows, 1 - OutsideRates);
        var outcomes = new FavourableOutcomes(seen, margin);
        var edge = Math.Abs(margin);
        // Where rows differ less often than the margin's size, a loss that great is impossible; a gain that small is certain, most of all when all are wins.
        if (high < edge) return margin > 0 ? added : Math.Min(1, outcomes.Chance(high, 0) + added);
        var most = new NuisanceSupremum(outcomes, seen.Rows, margin).Over(Math.Max(low, edge), high, level > 0 ? level - added : 0);
        return Math.Min(1, most + added);
    }

    private static void Check(double margin, double confidence)
    {
        if (!(Math.Abs(margin) < 1)) throw new ArgumentOutOfRangeException(nameof(margin), margin, "Must lie strictly between -1 and 1.");
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Must lie strictly between 0 and 1.");
    }
}
