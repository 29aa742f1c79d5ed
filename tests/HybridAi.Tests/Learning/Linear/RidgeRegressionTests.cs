using HybridAi.Learning.Linear;

namespace HybridAi.Tests.Learning.Linear;

public sealed class RidgeRegressionTests
{
    [Fact]
    public void Without_a_penalty_it_finds_the_law()
    {
        var weights = RidgeRegression.Fit(Rows([1, 0], [0, 1], [1, 1], [2, 1]), [2 + 10, -1 + 10, 2 - 1 + 10, 4 - 1 + 10], [0, 0, 0]);

        weights[0].ShouldBe(2, 1e-4);
        weights[1].ShouldBe(-1, 1e-4);
        weights[2].ShouldBe(10, 1e-4);
    }

    [Fact]
    public void A_penalty_shrinks_as_the_closed_form_says()
    {
        // One column without intercept: w = Σxy / (Σx² + penalty).
        var rows = new SparseRows([0, 1, 2], [0, 0], [1, 2], 1);

        RidgeRegression.Fit(rows, [3, 6], [5])[0].ShouldBe(15.0 / 10, 1e-6);
    }

    [Fact]
    public void Columns_that_repeat_each_other_share_the_weight()
    {
        var weights = RidgeRegression.Fit(Rows([1, 1], [2, 2], [3, 3]), [2, 4, 6], [0.01, 0.01, 0.01]);

        weights[0].ShouldBe(weights[1], 1e-6);
        (weights[0] + weights[1]).ShouldBe(2, 0.02);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => RidgeRegression.Fit(Rows([1, 1]), [1, 2], [0, 0, 0])).Message.ShouldContain("1 rows but 2 targets");
        Should.Throw<ArgumentException>(() => RidgeRegression.Fit(Rows([1, 1]), [1], [0])).Message.ShouldContain("3 columns but 1 penalties");
    }

    // Two columns and the constant.
    private static SparseRows Rows(params float[][] rows) => new(
        [.. Enumerable.Range(0, rows.Length + 1).Select(row => 3 * row)], [.. rows.SelectMany(_ => new[] { 0, 1, 2 })],
        [.. rows.SelectMany(row => new[] { row[0], row[1], 1 })], 3);
}
