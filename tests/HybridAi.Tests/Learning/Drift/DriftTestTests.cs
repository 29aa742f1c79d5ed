using HybridAi.Learning.Drift;

namespace HybridAi.Tests.Learning.Drift;

public class DriftTestTests
{
    [Theory]
    [InlineData(50, 1, 300, 400)]
    [InlineData(50, 20, 300, 300)]
    [InlineData(200, 5, 500, 400)]
    [InlineData(200, 40, 500, 120)]
    [InlineData(1_000, 1, 1_000, 300)]
    [InlineData(1_000, 12, 400, 150)]
    [InlineData(5_000, 2, 800, 150)]
    [InlineData(5_000, 12, 800, 80)]
    public void A_window_without_drift_alarms_in_at_most_one_of_twenty(int window, int features, int reference, int trials)
    {
        var random = new Random(window + features);

        var alarms = Enumerable.Range(0, trials).Count(trial => DriftTest.Run(Columns(random, reference, window, features, 0), new(0.05, trial)).Alarm);

        // Three standard deviations of a count at exactly 5 %.
        alarms.ShouldBeLessThanOrEqualTo((int)Math.Ceiling(0.05 * trials + 3 * Math.Sqrt(0.05 * 0.95 * trials)));
    }

    [Fact]
    public void Alarms_are_not_bought_by_never_alarming()
    {
        var random = new Random(7);

        var alarms = Enumerable.Range(0, 600).Count(trial => DriftTest.Run(Columns(random, 300, 100, 4, 0), new(0.05, trial)).Alarm);

        alarms.ShouldBeInRange(14, 46);
    }

    [Theory]
    [InlineData(200, 1, 0.5)]
    [InlineData(1_000, 12, 0.3)]
    [InlineData(5_000, 12, 0.2)]
    public void A_shift_of_one_column_is_found_and_named(int window, int features, double shift)
    {
        var random = new Random(3);

        var verdicts = Enumerable.Range(0, 20).Select(trial => DriftTest.Run(Columns(random, 1_500, window, features, shift), new(0.05, trial))).ToList();

        verdicts.Count(verdict => verdict.Alarm).ShouldBeGreaterThanOrEqualTo(19);
        verdicts.Count(verdict => verdict.Findings[0].Column == "numeric 0").ShouldBeGreaterThanOrEqualTo(19);
        verdicts.Where(verdict => verdict.Alarm).ShouldAllBe(verdict => verdict.Findings[0].Value > verdict.Findings[0].Threshold);
    }

    [Fact]
    public void A_change_of_shares_is_found_in_a_column_of_categories()
    {
        var random = new Random(5);
        string[] Draw(int count, double share) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < share ? "a" : random.NextDouble() < 0.5 ? "b" : "c")];

        var verdict = DriftTest.Run([new CategoricalColumn("label", Draw(800, 0.3), Draw(400, 0.45))], new());

        verdict.Alarm.ShouldBeTrue();
        verdict.Findings.Select(finding => finding.Statistic).ShouldBe([DriftStatistic.ChiSquare, DriftStatistic.PopulationStability], ignoreOrder: true);
    }

    [Fact]
    public void Over_many_windows_the_chance_of_any_false_alarm_is_kept()
    {
        const int days = 60, windows = 6;
        var random = new Random(11);
        var settings = DriftSettings.Over(windows, 0.05);

        var daysWithAlarm = Enumerable.Range(0, days).Count(day =>
        {
            var reference = Normal(random, 400, 0);
            return Enumerable.Range(0, windows).Any(hour => DriftTest.Run([new NumericColumn("x", reference, Normal(random, 80, 0))], settings with { Seed = day * 100 + hour }).Alarm);
        });

        daysWithAlarm.ShouldBeLessThanOrEqualTo(9);
    }

    [Fact]
    public void Statistics_are_what_their_definitions_say()
    {
        Value(new NumericColumn("x", [1, 2, 3, 4], [3, 4, 5, 6]), DriftStatistic.KolmogorovSmirnov).ShouldBe(0.5, 1e-12);
        Value(new NumericColumn("x", [1, 2, 3, 4], [3, 4, 5, 6]), DriftStatistic.Wasserstein).ShouldBe(2, 1e-12);
        Value(new NumericColumn("x", [0, 0, 1], [1, 1]), DriftStatistic.Wasserstein).ShouldBe(2 / 3.0, 1e-12);
        // Two rows of counts (10, 20) and (20, 10): 60 · (10·10 − 20·20)² / (30·30·30·30).
        Value(Shares(10, 20, 20, 10), DriftStatistic.ChiSquare).ShouldBe(60.0 * 300 * 300 / (30.0 * 30 * 30 * 30), 1e-9);
        var (p, q) = (10.5 / 31, 20.5 / 31);
        Value(Shares(10, 20, 20, 10), DriftStatistic.PopulationStability).ShouldBe(2 * (q - p) * Math.Log(q / p), 1e-12);

        static double Value(DriftColumn column, DriftStatistic statistic) => DriftTest.Run([column], new()).Findings.Single(finding => finding.Statistic == statistic).Value;
        static CategoricalColumn Shares(int a, int b, int c, int d)
            => new("y", [.. Enumerable.Repeat("a", a), .. Enumerable.Repeat("b", b)], [.. Enumerable.Repeat("a", c), .. Enumerable.Repeat("b", d)]);
    }

    [Fact]
    public void A_column_that_never_changes_says_nothing()
        => DriftTest.Run([new NumericColumn("x", [.. Enumerable.Repeat(1.0, 60)], [.. Enumerable.Repeat(1.0, 50)])], new()).PValue.ShouldBe(1);

    [Theory, InlineData(0.05), InlineData(0.002), InlineData(0.00002)]
    public void However_small_the_level_what_could_not_be_plainer_is_found(double level)
    {
        double[] there = [.. Enumerable.Range(0, 80).Select(i => (double)i)];

        DriftTest.Run([new NumericColumn("x", there, [.. there.Select(value => value + 1_000)])], new(level)).Alarm.ShouldBeTrue();
    }

    [Fact]
    public void The_same_seed_says_the_same()
    {
        var columns = Columns(new(1), 200, 100, 3, 0.2);

        DriftTest.Run(columns, new(0.05, 4)).PValue.ShouldBe(DriftTest.Run(columns, new(0.05, 4)).PValue);
    }

    [Fact]
    public void Empty_samples_unlike_rows_and_what_is_no_number_are_refused()
    {
        Should.Throw<ArgumentException>(() => new NumericColumn("x", [], [1]));
        Should.Throw<ArgumentException>(() => new NumericColumn("x", [1], [double.NaN]));
        Should.Throw<ArgumentException>(() => new CategoricalColumn("x", ["a"], []));
        Should.Throw<ArgumentException>(() => DriftTest.Run([], new()));
        Should.Throw<ArgumentException>(() => DriftTest.Run([new NumericColumn("x", [1], [1]), new NumericColumn("y", [1, 2], [1])], new()));
        Should.Throw<ArgumentOutOfRangeException>(() => DriftTest.Run([new NumericColumn("x", [1], [1])], new(0)));
    }

    // Dependent, tied, skewed and categorical columns, as real ones are; the first is shifted.
    private static List<DriftColumn> Columns(Random random, int reference, int window, int features, double shift)
    {
        var (there, here) = (Normal(random, reference, 0), Normal(random, window, 0));
        return [.. Enumerable.Range(0, features).Select<int, DriftColumn>(feature =>
        {
            var (noiseThere, noiseHere) = (Normal(random, reference, 0), Normal(random, window, feature == 0 ? shift : 0));
            return (feature % 4) switch
            {
                0 => new NumericColumn($"numeric {feature}", noiseThere, noiseHere),
                1 => new CategoricalColumn($"category {feature}", [.. noiseThere.Select(Category)], [.. noiseHere.Select(Category)]),
                2 => new NumericColumn($"tied {feature}", [.. there.Zip(noiseThere, (a, b) => Math.Round(a + b))], [.. here.Zip(noiseHere, (a, b) => Math.Round(a + b))]),
                _ => new NumericColumn($"skewed {feature}", [.. there.Select(Math.Exp)], [.. here.Select(Math.Exp)]),
            };
        })];
    }

    private static string Category(double value) => Math.Clamp((int)Math.Floor(value * 2), -3, 6).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static double[] Normal(Random random, int count, double shift)
        => [.. Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()) + shift)];
}
