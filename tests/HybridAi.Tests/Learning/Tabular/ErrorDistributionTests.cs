using HybridAi.Learning.Tabular;

namespace HybridAi.Tests.Learning.Tabular;

public sealed class ErrorDistributionTests
{
    [Fact]
    public void Between_n_errors_lie_n_plus_one_equally_likely_places()
    {
        var errors = ErrorDistribution.Of([3, 1, 2, 4]);

        errors.AtMost(1).ShouldBe(0.2, 1e-9);
        errors.AtMost(2.5).ShouldBe(0.5, 1e-9);
        errors.AtMost(4).ShouldBe(0.8, 1e-9);
        errors.AtMost(double.NegativeInfinity).ShouldBe(0);
        errors.AtMost(double.PositiveInfinity).ShouldBe(1);
    }

    [Fact]
    public void It_never_falls_and_equal_errors_do_no_harm()
    {
        var errors = ErrorDistribution.Of([0, 0, 0, 0, 5]);

        Enumerable.Range(-100, 300).Select(place => errors.AtMost(place / 10.0)).ShouldBeInOrder();
        errors.AtMost(2.5).ShouldBeInRange(4.0 / 6, 5.0 / 6);
    }

    [Fact]
    public void Of_very_many_errors_the_quantiles_are_kept()
    {
        var chance = new Random(1);
        var errors = ErrorDistribution.Of([.. Enumerable.Range(0, 20_000).Select(_ => chance.NextDouble())]);

        errors.Quantiles.Length.ShouldBeLessThan(2_100);
        errors.AtMost(0.25).ShouldBe(0.25, 0.01);
        errors.AtMost(0.95).ShouldBe(0.95, 0.01);
    }
}
