namespace HybridAi.Learning.Drift;

/// <summary>
/// Whether a window comes from the distribution of its reference, over any number of columns at once: a permutation test of the largest statistic. Where rows
/// of both are exchangeable it alarms with at most the chance asked for: for every size, number of columns, distribution, tie and dependence among columns.
/// </summary>
/// <remarks>
/// Which rows are the window's is drawn anew, whole rows at a time, so that dependent columns stay dependent. Every statistic is brought to one scale by mean
/// and standard deviation over all draws, the true window among them, and the largest of them is compared with its draws: the rank of one among exchangeable
/// ones. Westfall and Young 1993, "Resampling-based multiple testing", section 2.6 (single step); Hemerik and Goeman 2018, "Exact testing with random permutations", TEST 27.
/// The alarm is exact over references as well as windows: windows of one reference that happens to lie off the mark alarm together. Which columns have
/// drifted is exact where each is looked at beside columns that have not (subset pivotality). Drawback: traffic with a rhythm is not exchangeable with a
/// reference that has none, and differs from it in truth.
/// </remarks>
public static class DriftTest
{
    // Below the last digits of a sum: not a difference.
    private const double Rounding = 1e-9;

    /// <summary>Compares a window with its reference.</summary>
    /// <param name="columns">The columns, all of the same rows; at least one.</param>
    /// <param name="settings">Level and seed.</param>
    /// <exception cref="ArgumentException">There is no column, or they differ in their rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of its range.</exception>
    public static DriftVerdict Run(IReadOnlyList<DriftColumn> columns, DriftSettings settings)
    {
        if (columns.Count == 0) throw new ArgumentException("There is no column to compare.", nameof(columns));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.Level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Level, 0.5);
        var (reference, window) = (columns[0].Reference, columns[0].Window);
        if (columns.FirstOrDefault(column => column.Reference != reference || column.Window != window) is { } other)
            throw new ArgumentException($"Column '{other.Name}' has other rows than '{columns[0].Name}'.", nameof(columns));

        var measured = columns.SelectMany(column => column.Statistics.Select(statistic => (column.Name, Statistic: statistic))).ToList();
        var draws = Draws(columns, measured.Count, settings);
        var scales = Enumerable.Range(0, measured.Count).Select(place => Scale.Of(draws, place)).ToArray();
        var largest = Array.ConvertAll(draws, draw => scales.Index().Max(scale => scale.Item.Of(draw[scale.Index])));
        var threshold = largest.OrderDescending().ElementAt((int)Math.Floor(settings.Level * draws.Length));
        var findings = measured.Select((what, place) =>
        {
            var chance = Chance(scales[place].Of(draws[0][place]), largest);
            return new DriftFinding(what.Name, what.Statistic, draws[0][place], scales[place].Back(threshold), chance, chance <= settings.Level);
        });
        return new(reference, window, settings.Level, Chance(largest[0], largest), [.. findings.OrderBy(finding => finding.PValue)]);
    }

    /// <summary>Share of the draws, the true one among them, that are at least this large.</summary>
    internal static double Chance(double value, double[] draws) => draws.Count(draw => draw >= value - Rounding) / (double)draws.Length;

    // The true window first, then drawn ones.
    private static double[][] Draws(IReadOnlyList<DriftColumn> columns, int statistics, DriftSettings settings)
    {
        var (reference, window) = (columns[0].Reference, columns[0].Window);
        var random = new Random(settings.Seed);
        var rows = Enumerable.Range(0, reference + window).ToArray();
        var inWindow = new bool[rows.Length];
        Array.Fill(inWindow, true, reference, window);
        // Whichever part is smaller is drawn.
        var (drawn, marked) = window <= reference ? (window, true) : (reference, false);
        var draws = new double[settings.Permutations + 1][];
        for (var draw = 0; draw < draws.Length; draw++)
        {
            if (draw > 0)
            {
                Array.Fill(inWindow, !marked);
                for (var place = 0; place < drawn; place++)
                {
                    var other = random.Next(place, rows.Length);
                    (rows[place], rows[other]) = (rows[other], rows[place]);
                    inWindow[rows[place]] = marked;
                }
            }

            var values = draws[draw] = new double[statistics];
            var from = 0;
            foreach (var column in columns)
            {
                column.Measure(inWindow, values.AsSpan(from, column.Statistics.Count));
                from += column.Statistics.Count;
            }
        }

        return draws;
    }

    private readonly record struct Scale(double Mean, double Deviation)
    {
        public static Scale Of(double[][] draws, int place)
        {
            var mean = draws.Average(draw => draw[place]);
            return new(mean, Math.Sqrt(draws.Average(draw => (draw[place] - mean) * (draw[place] - mean))));
        }

        // A column without any difference says nothing.
        public double Of(double value) => Deviation <= Rounding * Math.Abs(Mean) ? 0 : (value - Mean) / Deviation;

        public double Back(double scaled) => Mean + scaled * Deviation;
    }
}
