using HybridAi.Learning.Calibration;
using HybridAi.Learning.Metrics;

namespace HybridAi.Tests.Learning.Calibration;

public sealed class RecalibrationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_overconfident_labeller_becomes_as_sure_as_it_is_right(int seed)
    {
        var (confidences, right) = Overconfident(600, seed);
        var fitted = Recalibration.Fit(confidences, right, seed);
        var (fresh, outcomes) = Overconfident(3_000, seed + 100);

        var before = ReliabilityCurve.Of(fresh, outcomes).Ece;
        var after = ReliabilityCurve.Of([.. fresh.Select(fitted.Apply)], outcomes).Ece;

        after.ShouldBeLessThan(before / 2);
    }

    [Fact]
    public void A_step_asks_for_the_isotonic_curve_and_a_slope_for_the_logistic_one()
    {
        var random = new Random(3);
        double[] confidences = [.. Enumerable.Range(0, 2_000).Select(_ => random.NextDouble())];

        var step = Recalibration.Fit(confidences, [.. confidences.Select(c => random.NextDouble() < (c is > 0.4 and < 0.6 ? 0.5 : c < 0.5 ? 0.45 : 0.99))], 1);
        var slope = Recalibration.Fit([.. confidences.Take(150)], [.. confidences.Take(150).Select(c => random.NextDouble() < c)], 1);

        step.Kind.ShouldBe(RecalibrationKind.Isotonic);
        slope.Kind.ShouldBe(RecalibrationKind.Platt);
        slope.PlattLogLoss.ShouldBeLessThanOrEqualTo(slope.IsotonicLogLoss);
    }

    [Fact]
    public void Fewer_rows_than_enough_are_refused()
        => Should.Throw<ArgumentException>(() => Recalibration.Fit(new double[99], new bool[99], 1)).Message.ShouldContain("100");

    private static (double[] Confidences, bool[] Right) Overconfident(int rows, int seed)
    {
        var random = new Random(seed);
        double[] truth = [.. Enumerable.Range(0, rows).Select(_ => 0.3 + 0.6 * random.NextDouble())];
        return ([.. truth.Select(p => Math.Pow(p, 0.2))], [.. truth.Select(p => random.NextDouble() < p)]);
    }
}
