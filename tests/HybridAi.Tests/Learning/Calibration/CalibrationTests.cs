using FsCheck;
using FsCheck.Fluent;
using HybridAi.Learning.Calibration;

namespace HybridAi.Tests.Learning.Calibration;

public sealed class CalibrationTests
{
    [Fact]
    public void A_temperature_is_found_again()
    {
        // Labels are drawn from softmax(scores / 2), so 2 is the temperature to find.
        var random = new Random(1);
        const int rows = 20_000;
        const int classes = 4;
        var scores = new float[rows * classes];
        var labels = new int[rows];
        var shares = new float[classes];
        for (var i = 0; i < rows; i++)
        {
            var row = scores.AsSpan(i * classes, classes);
            foreach (ref var score in row) score = random.NextSingle() * 6;
            row.CopyTo(shares);
            Softmax.InPlace(shares, 2);
            var draw = random.NextSingle();
            while (labels[i] < classes - 1 && (draw -= shares[labels[i]]) > 0) labels[i]++;
        }

        TemperatureScaling.Fit(scores, labels, classes).ShouldBe(2, 0.06);
    }

    [Fact]
    public void Rows_that_all_come_out_right_do_not_make_the_model_certain() =>
        TemperatureScaling.Fit([3f, 0, 0, 3, 3, 0], [0, 1, 0], 2).ShouldBeGreaterThan(0.5);

    [Fact]
    public void Without_rows_the_temperature_is_one() => TemperatureScaling.Fit([], [], 3).ShouldBe(1);

    [Fact]
    public void Softmax_sums_to_one_for_any_length_and_any_scores()
    {
        var random = new Random(2);
        for (var length = 1; length < 40; length++)
        {
            var scores = Enumerable.Range(0, length).Select(_ => (random.NextSingle() - 0.5f) * 1000).ToArray();
            var expected = Array.IndexOf(scores, scores.Max());
            Softmax.InPlace(scores, 0.7f).ShouldBe(expected);
            scores.Sum().ShouldBe(1, 1e-5);
        }
    }

    [Fact]
    public void Pooled_blocks_match_those_made_by_hand()
    {
        var fitted = IsotonicRegression.Fit([1, 2, 3, 4, 5, 6], [false, true, false, true, true, true]);
        fitted.Values.ShouldBe([1 / 3.0, 0.5, 4 / 5.0], 1e-12);
    }

    [Fact]
    public void Isotonic_values_never_fall_and_never_reach_zero_or_one() => Prop.ForAll<(short Score, bool Hit)[]>(rows =>
    {
        if (rows is not { Length: > 0 }) return true;
        var fitted = IsotonicRegression.Fit([.. rows.Select(row => (double)row.Score)], [.. rows.Select(row => row.Hit)]);
        foreach (var reading in Enum.GetValues<IsotonicReading>())
        {
            var read = rows.Select(row => (double)row.Score).Order().Select(score => fitted.Predict(score, reading)).ToList();
            if (!read.SequenceEqual(read.Order()) || read[0] <= 0 || read[^1] >= 1) return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Linear_reading_joins_blocks_and_step_reading_holds_them()
    {
        var fitted = IsotonicRegression.Fit([0, 0, 0, 1, 1, 1], [true, false, false, true, true, false]);
        fitted.Predict(0.5).ShouldBe(1 / 3.0, 1e-12);
        fitted.Predict(0.5, IsotonicReading.Linear).ShouldBe(0.5, 1e-12);
        fitted.Predict(-9).ShouldBe(1 / 3.0, 1e-12);
        fitted.Predict(9, IsotonicReading.Linear).ShouldBe(2 / 3.0, 1e-12);
    }

    [Fact]
    public void Platt_finds_the_curve_that_made_the_outcomes()
    {
        var random = new Random(3);
        var scores = Enumerable.Range(0, 50_000).Select(_ => random.NextDouble() * 8 - 4).ToArray();
        var outcomes = Array.ConvertAll(scores, score => random.NextDouble() < 1 / (1 + Math.Exp(-(1.5 * score - 0.5))));
        var fitted = PlattScaling.Fit(scores, outcomes);
        fitted.Slope.ShouldBe(1.5, 0.05);
        fitted.Intercept.ShouldBe(-0.5, 0.05);
    }

    [Fact]
    public void Platt_stays_finite_on_separable_rows()
    {
        var fitted = PlattScaling.Fit([-1, -1, 1, 1], [false, false, true, true]);
        fitted.Predict(1).ShouldBe(0.75, 1e-6);
        fitted.Predict(-1).ShouldBe(0.25, 1e-6);
    }

    [Fact]
    public void Input_that_does_not_fit_is_refused()
    {
        Should.Throw<ArgumentException>(() => TemperatureScaling.Fit([1f], [0], 2));
        Should.Throw<ArgumentException>(() => IsotonicRegression.Fit([1, double.NaN], [true, false]));
        Should.Throw<ArgumentException>(() => PlattScaling.Fit([], []));
    }
}
