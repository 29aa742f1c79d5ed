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
    /// <param name="seen">What the rows say.</param>
    /// <param name="confidence">One-sided, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is out of range.</exception>
    public static double Lower(PairedDifferences seen, double confidence)
    {
        Check(0, confidence);
        int shown = -StepsPerUnit, open = (int)Math.Ceiling(seen.Mean * StepsPerUnit);
        while (open - shown > 1)
        {
            var middle = shown + (open - shown) / 2;
            if (Shows(seen, -middle / (double)StepsPerUnit, confidence)) shown = middle;
            else open = middle;
        }

        return shown / (double)StepsPerUnit;
    }

    /// <summary>Upper confidence bound of the mean difference, never rounded down; 1 when nothing can be said.</summary>
    /// <param name="seen">What the rows say.</param>
    /// <param name="confidence">One-sided, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is out of range.</exception>
    public static double Upper(PairedDifferences seen, double confidence) => -Lower(seen.Exchanged, confidence);

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
