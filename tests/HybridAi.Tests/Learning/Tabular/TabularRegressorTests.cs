using HybridAi.Learning.Tabular;

namespace HybridAi.Tests.Learning.Tabular;

public sealed class TabularRegressorTests
{
    private static readonly Lazy<TabularRegressor> Trained = new(() => Train(Tables.Noisy(2_500, 1)));

    [Theory]
    [InlineData(0.8)]
    [InlineData(0.9)]
    public void Intervals_hold_as_many_new_targets_as_they_say(double nominal)
    {
        var (rows, targets) = Tables.Noisy(3_000, 2);

        // Four standard errors of the share, for 3,000 new rows and for the 2,500 that the errors were learnt from.
        var slack = 4 * Math.Sqrt(nominal * (1 - nominal) * (1.0 / 3_000 + 1.0 / 2_500));
        Held(rows, targets, nominal, _ => true).ShouldBeInRange(nominal - slack, nominal + slack);
    }

    [Fact]
    public void Intervals_hold_where_noise_is_small_as_where_it_is_great()
    {
        var (rows, targets) = Tables.Noisy(6_000, 2);

        // One width for all rows would hold nearly every target where x is small and some 65 % where it is great.
        Held(rows, targets, 0.8, x => x < 1.5).ShouldBeInRange(0.72, 0.88);
        Held(rows, targets, 0.8, x => x > 4.5).ShouldBeInRange(0.72, 0.88);
    }

    [Fact]
    public void The_spread_grows_with_the_noise()
    {
        Trained.Value.Predict(["0.5", "kind 1", "0.5"]).Spread.ShouldBeInRange(0.15, 0.8);
        Trained.Value.Predict(["5.5", "kind 1", "0.5"]).Spread.ShouldBeInRange(1.6, 3.6);
    }

    [Fact]
    public void The_mean_follows_bend_and_step()
    {
        foreach (var x in (double[])[0.5, 1.5, 3, 4])
            for (var kind = 0; kind < 3; kind++)
                Trained.Value.Predict([Tables.Text(x), $"kind {kind}", "0.5"]).Mean.ShouldBe(Math.Sin(x) * 5 + kind * 2, 1.2, $"x {x}, kind {kind}");
    }

    [Fact]
    public void The_probability_of_an_interval_is_one_of_all_numbers_and_adds_up()
    {
        string?[] row = ["2", "kind 1", "0.5"];
        var model = Trained.Value;

        model.Within(row, double.NegativeInfinity, double.PositiveInfinity).ShouldBe(1, 1e-9);
        model.Within(row, 5, 4).ShouldBe(0);
        model.Within(row, 5, 5).ShouldBe(0);
        (model.Within(row, -10, 6) + model.Within(row, 6, 30)).ShouldBe(model.Within(row, -10, 30), 1e-9);
        model.Within(row, 1_000, 2_000).ShouldBeInRange(0, 0.001);
        Should.Throw<ArgumentException>(() => model.Within(row, double.NaN, 1));
    }

    [Fact]
    public void Weights_are_in_the_targets_unit()
    {
        var low = Trained.Value.Explain(["2", "kind 0", "0.5"], 3).Single(weight => weight.Column == "kind").Weight;
        var high = Trained.Value.Explain(["2", "kind 2", "0.5"], 3).Single(weight => weight.Column == "kind").Weight;

        (high - low).ShouldBeInRange(2.5, 5.5);
        Trained.Value.Explain(["2", "kind 0", "0.5"], 1).Count.ShouldBe(1);
    }

    [Fact]
    public void An_estimate_allocates_nothing()
    {
        string?[] row = ["2", "kind 0", "0.5"];
        for (var i = 0; i < 200; i++) Trained.Value.Within(row, 0, 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Trained.Value.Within(row, 0, 1);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);
    }

    private static double Held(TabularRows rows, double[] targets, double nominal, Func<double, bool> among)
    {
        var (all, held) = (0, 0);
        for (var row = 0; row < targets.Length; row++)
        {
            if (!among(double.Parse(rows.Cells[row][0]!, System.Globalization.CultureInfo.InvariantCulture))) continue;
            var below = Trained.Value.Within(Tables.Row(rows, row), double.NegativeInfinity, targets[row]);
            all++;
            if (below > (1 - nominal) / 2 && below < (1 + nominal) / 2) held++;
        }

        return (double)held / all;
    }

    private static TabularRegressor Train((TabularRows Rows, double[] Targets) table) =>
        TabularRegressorTrainer.Train(table.Rows, table.Targets, new(), null, TestContext.Current.CancellationToken);
}
