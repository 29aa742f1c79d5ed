using HybridAi.Learning.Linear;

namespace HybridAi.Tests.Learning.Linear;

public sealed class ShrunkLogisticRegressionTests
{
    [Fact]
    public void Without_rows_it_is_the_stated_weights()
        => ShrunkLogisticRegression.Fit([[]], [], [0.7, -1], [1, 1]).ShouldBe([0.7, -1]);

    [Fact]
    public void Many_rows_say_more_than_what_was_stated()
    {
        var random = new Random(1);
        double[] column = [.. Enumerable.Range(0, 5_000).Select(_ => random.NextDouble() * 4 - 2)];
        bool[] outcomes = [.. column.Select(x => random.NextDouble() < 1 / (1 + Math.Exp(-(2 * x - 0.5))))];

        var weights = ShrunkLogisticRegression.Fit([column], outcomes, [-1, 3], [1, 1]);

        weights[0].ShouldBe(2, 0.2);
        weights[1].ShouldBe(-0.5, 0.15);
    }

    [Fact]
    public void Separable_rows_give_finite_weights()
        => ShrunkLogisticRegression.Fit([[-900, 900]], [false, true], [0.25, 0], [0.3, 4]).ShouldAllBe(weight => double.IsFinite(weight) && Math.Abs(weight) < 10);
}
