using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public sealed class ClopperPearsonTests
{
    [Theory]
    [InlineData(8, 10, 0.95, 0.44390, 0.97479)]
    [InlineData(0, 10, 0.95, 0, 0.30850)]
    [InlineData(10, 10, 0.95, 0.69150, 1)]
    [InlineData(50, 100, 0.95, 0.39832, 0.60168)]
    [InlineData(1, 20, 0.99, 0.00025, 0.31711)]
    public void Intervals_match_published_values(int successes, int trials, double confidence, double lower, double upper)
    {
        var interval = ClopperPearson.Interval(successes, trials, confidence);
        interval.Lower.ShouldBe(lower, 1e-4);
        interval.Upper.ShouldBe(upper, 1e-4);
    }

    [Fact]
    public void Without_failures_the_lower_bound_has_a_closed_form()
    {
        foreach (var trials in (int[])[1, 7, 59, 300, 100_000])
            ClopperPearson.Lower(trials, trials, 0.95).ShouldBe(Math.Pow(0.05, 1.0 / trials), 1e-9);
    }

    [Fact]
    public void Bounds_mirror_each_other()
    {
        foreach (var successes in (int[])[0, 3, 40, 99])
            ClopperPearson.Lower(successes, 99, 0.9).ShouldBe(1 - ClopperPearson.Upper(99 - successes, 99, 0.9), 1e-12);
    }

    [Fact]
    public void No_trials_say_nothing() => ClopperPearson.Interval(0, 0, 0.95).ShouldBe((0, 1));

    [Theory]
    [InlineData(0.02, 40)]
    [InlineData(0.5, 25)]
    [InlineData(0.9, 60)]
    [InlineData(0.97, 200)]
    public void The_lower_bound_covers_as_often_as_promised(double truth, int trials)
    {
        // Summed over all outcomes with their chances: exact, no simulation.
        var covered = 0.0;
        for (var successes = 0; successes <= trials; successes++)
            if (ClopperPearson.Lower(successes, trials, 0.95) <= truth)
                covered += MathNet.Numerics.Distributions.Binomial.PMF(truth, trials, successes);
        covered.ShouldBeGreaterThanOrEqualTo(0.95);
    }

    [Fact]
    public void Counts_and_confidences_out_of_range_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => ClopperPearson.Lower(3, 2, 0.95));
        Should.Throw<ArgumentOutOfRangeException>(() => ClopperPearson.Lower(-1, 2, 0.95));
        Should.Throw<ArgumentOutOfRangeException>(() => ClopperPearson.Upper(1, 2, 1));
    }
}

public sealed class McNemarTests
{
    [Fact]
    public void Values_match_those_made_by_hand()
    {
        McNemar.Exact(8, 2).ShouldBe(56 / 1024.0, 1e-12);
        McNemar.MidP(8, 2).ShouldBe((11 + 45 / 2.0) / 1024, 1e-12);
        McNemar.TwoSided(8, 2).ShouldBe(112 / 1024.0, 1e-12);
        McNemar.Exact(3, 0).ShouldBe(1 / 8.0, 1e-12);
        McNemar.Exact(0, 3).ShouldBe(1);
        McNemar.TwoSided(5, 5).ShouldBe(1);
    }

    [Fact]
    public void Without_differing_rows_nothing_is_shown()
    {
        McNemar.Exact(0, 0).ShouldBe(1);
        McNemar.MidP(0, 0).ShouldBe(0.5);
        McNemar.TwoSided(0, 0).ShouldBe(1);
    }

    [Fact]
    public void Mid_p_of_the_two_sides_adds_up_to_one()
    {
        for (var b = 0; b < 40; b += 3)
            for (var c = 0; c < 40; c += 7)
                (McNemar.MidP(b, c) + McNemar.MidP(c, b)).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Large_counts_stay_accurate() => McNemar.Exact(5_100, 4_900).ShouldBe(0.02327, 2e-4);

    [Fact]
    public void Negative_counts_are_refused() => Should.Throw<ArgumentOutOfRangeException>(() => McNemar.Exact(-1, 2));
}
