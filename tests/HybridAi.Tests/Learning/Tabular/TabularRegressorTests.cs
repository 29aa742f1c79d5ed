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
        var model = Trained.Value;
        var held = targets.Where((target, row) =>
        {
            var cells = Tables.Row(rows, row);
            var below = model.Within(cells, double.NegativeInfinity, target);
            return below > (1 - nominal) / 2 && below < (1 + nominal) / 2;
        }).Count();

        // Four standard errors of the share, for 3,000 new rows and for the 2,500 that the errors were learnt from.
        var slack = 4 * Math.Sqrt(nominal * (1 - nominal) * (1.0 / 3_000 + 1.0 / 2_500));
        ((double)held / targets.Length).ShouldBeInRange(nominal - slack, nominal + slack);
    }

    private static TabularRegressor Train((TabularRows Rows, double[] Targets) table, TabularSettings? settings = null) =>
        TabularRegressorTrainer.Train(table.Rows, table.Targets, settings ?? new(), null, TestContext.Current.CancellationToken);
}
