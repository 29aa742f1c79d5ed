using HybridAi.Learning.OffPolicy;

namespace HybridAi.Tests.Learning.OffPolicy;

public sealed class IntervalTests
{
    private const int Draws = 2_000;

    [Theory]
    [InlineData(IntervalKind.Betting, 60, 0.3, 0, false)]
    [InlineData(IntervalKind.Betting, 150, 0.05, 0, false)]
    [InlineData(IntervalKind.Betting, 120, 0.05, 0, true)]
    [InlineData(IntervalKind.Betting, 100, 0.05, 0.3, true)]
    [InlineData(IntervalKind.EmpiricalBernstein, 150, 0.05, 0, true)]
    public void Intervals_hold_the_truth_as_often_as_promised(IntervalKind kind, int decisions, double audits, double floor, bool mixed)
    {
        var settings = new OffPolicySettings { Interval = kind, PropensityFloor = floor };
        var costs = settings with { Highest = LoggedWorld.HighestCostUsd };
        var (random, held) = (new Random(7), new Dictionary<string, int>());
        for (var draw = 0; draw < Draws; draw++)
        {
            var world = LoggedWorld.Of(random, decisions, audits, chance => 0.8 * chance, mixed);
            Count(world.Correctness, settings, world.Accuracy, "accuracy");
            Count(world.Costs, costs, world.CostUsd, "cost");
        }

        held.Count.ShouldBe(6);
        foreach (var (what, times) in held) ((double)times / Draws).ShouldBeGreaterThanOrEqualTo(0.95, what);

        void Count(IReadOnlyList<LoggedOutcome> outcomes, OffPolicySettings how, double truth, string measure)
        {
            foreach (var estimator in ValueEstimators.InOrderOfTrust)
            {
                var estimate = estimator.Estimate(WeightedDecisions.Of(outcomes, how));
                var what = $"{measure} {estimator.Name}";
                held[what] = held.GetValueOrDefault(what) + (estimate.Lower <= truth && truth <= estimate.Upper ? 1 : 0);
            }
        }
    }

    [Fact]
    public void The_normal_approximation_falls_short_where_few_decisions_carry_large_weights()
    {
        var (random, held) = (new Random(7), 0);
        var settings = new OffPolicySettings { Interval = IntervalKind.Normal };
        for (var draw = 0; draw < Draws; draw++)
        {
            var world = LoggedWorld.Of(random, 60, 0.05);
            var estimate = new DoublyRobust().Estimate(WeightedDecisions.Of(world.Correctness, settings));
            estimate.HoldsAtFiniteSamples.ShouldBeFalse();
            if (estimate.Lower <= world.Accuracy && world.Accuracy <= estimate.Upper) held++;
        }

        ((double)held / Draws).ShouldBeLessThan(0.9);
    }

    [Theory]
    [InlineData(300, 0.3)]
    [InlineData(1_000, 0.05)]
    [InlineData(20_000, 0.02)]
    [InlineData(20_000, 0.5)]
    public void Bets_give_tighter_intervals_than_empirical_Bernstein(int decisions, double audits)
    {
        var world = LoggedWorld.Of(new Random(2), decisions, audits);
        foreach (var estimator in ValueEstimators.InOrderOfTrust)
            Width(estimator, IntervalKind.Betting).ShouldBeLessThan(Width(estimator, IntervalKind.EmpiricalBernstein), estimator.Name);

        double Width(IValueEstimator estimator, IntervalKind kind)
        {
            var estimate = estimator.Estimate(WeightedDecisions.Of(world.Correctness, new() { Interval = kind }));
            TestContext.Current.TestOutputHelper!.WriteLine($"{decisions} {audits} {estimator.Name} {kind} {estimate.Value:0.0000} [{estimate.Lower:0.0000}, {estimate.Upper:0.0000}]");
            return estimate.Upper - estimate.Lower;
        }
    }

    [Theory]
    [InlineData(0.05, 0.9)]
    [InlineData(0.5, 0.9)]
    [InlineData(0.95, 0.1)]
    public void They_hold_however_unlike_the_decisions_are(double share, double predicted)
    {
        // Rewards are settled beforehand and go with the propensity: only what the log shows is chance.
        var (random, held) = (new Random(23), new int[3]);
        double[] propensities = [0.05, 0.2, 1];
        bool[] good = [.. Enumerable.Range(0, 150).Select(i => (i * 7 + i % 3 * 40) % 150 < share * 150)];
        var truth = good.Average(right => right ? 1.0 : 0);
        for (var draw = 0; draw < Draws; draw++)
        {
            var decisions = WeightedDecisions.Of(
                [.. good.Select((right, i) => new LoggedOutcome(i, 1, propensities[i % 3], random.NextDouble() < propensities[i % 3] ? right ? 1 : 0 : null, predicted))],
                new());
            foreach (var (place, estimator) in ValueEstimators.InOrderOfTrust.Index())
                if (estimator.Estimate(decisions) is var estimate && estimate.Lower <= truth && truth <= estimate.Upper) held[place]++;
        }

        held.ShouldAllBe(times => times >= 0.95 * Draws);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void They_hold_though_clipping_silences_the_very_decisions_that_turn_out_otherwise(double clipped, double others)
    {
        var (random, held) = (new Random(29), new int[3]);
        for (var draw = 0; draw < Draws; draw++)
        {
            var decisions = WeightedDecisions.Of(
                [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0
                    ? new LoggedOutcome(i, 1, 0.02, random.NextDouble() < 0.02 ? clipped : null, 0.5)
                    : new LoggedOutcome(i, 1, 0.9, random.NextDouble() < 0.9 ? others : null, 0.5))],
                new() { PropensityFloor = 0.5 });
            foreach (var (place, estimator) in ValueEstimators.InOrderOfTrust.Index())
                if (estimator.Estimate(decisions) is { Lower: <= 0.5, Upper: >= 0.5 }) held[place]++;
        }

        held.ShouldAllBe(times => times >= 0.95 * Draws);
    }

    [Fact]
    public void The_order_of_the_decisions_changes_nothing()
    {
        var world = LoggedWorld.Of(new Random(4), 500, 0.2);
        var (there, back) = (OffPolicyEvaluation.Of(world.Correctness, new()), OffPolicyEvaluation.Of([.. world.Correctness.Reverse()], new()));

        foreach (var (one, other) in there.Estimates.Zip(back.Estimates))
        {
            other.Lower.ShouldBe(one.Lower, 1e-9);
            other.Upper.ShouldBe(one.Upper, 1e-9);
        }
    }

    [Fact]
    public void Nothing_shown_leaves_everything_possible()
    {
        var outcomes = Enumerable.Range(0, 20).Select(i => new LoggedOutcome(i, 1, 0.01, null, 0.5)).ToList();
        foreach (var estimator in ValueEstimators.InOrderOfTrust)
        {
            var estimate = estimator.Estimate(WeightedDecisions.Of(outcomes, new()));
            (estimate.Lower, estimate.Upper).ShouldBe((0, 1), estimator.Name);
        }
    }
}
