using HybridAi.Learning.OffPolicy;

namespace HybridAi.Tests.Learning.OffPolicy;

public sealed class ValueEstimatorTests
{
    private const int Draws = 2_000;

    private static readonly OffPolicySettings Correctness = new() { MinimumEffective = 1 };

    [Theory]
    [InlineData(InversePropensity.MemberName, false)]
    [InlineData(DoublyRobust.MemberName, false)]
    [InlineData(InversePropensity.MemberName, true)]
    [InlineData(DoublyRobust.MemberName, true)]
    public void Estimates_are_right_on_average(string estimator, bool mixed)
    {
        var errors = Errors(estimator, model: null, mixed);

        Math.Abs(errors.Average()).ShouldBeLessThan(4 * Deviation(errors) / Math.Sqrt(Draws));
    }

    [Fact]
    public void Doubly_robust_stays_right_on_average_when_the_model_is_wrong()
    {
        var errors = Errors(DoublyRobust.MemberName, chance => 1 - chance, mixed: false);

        Math.Abs(errors.Average()).ShouldBeLessThan(4 * Deviation(errors) / Math.Sqrt(Draws));
    }

    [Fact]
    public void A_good_model_makes_doubly_robust_vary_less_than_half_as_much_as_inverse_propensity()
        => Deviation(Errors(DoublyRobust.MemberName, model: null, mixed: false))
            .ShouldBeLessThan(Deviation(Errors(InversePropensity.MemberName, model: null, mixed: false)) / 2);

    [Fact]
    public void Self_normalised_varies_less_than_inverse_propensity_and_stays_within_the_range()
    {
        var outcomes = Enumerable.Range(0, 200).Select(i => new LoggedOutcome(i, 1, 0.1, i < 40 ? 1 : null, 0.5)).ToList();

        Estimate(InversePropensity.MemberName, outcomes, Correctness).Value.ShouldBe(2, 1e-9);
        Estimate(SelfNormalised.MemberName, outcomes, Correctness).Value.ShouldBe(1, 1e-9);
        Deviation(Errors(SelfNormalised.MemberName, model: null, mixed: false))
            .ShouldBeLessThan(Deviation(Errors(InversePropensity.MemberName, model: null, mixed: false)) / 1.5);
    }

    [Fact]
    public void A_log_of_the_target_itself_gives_the_plain_mean_by_every_estimator()
    {
        var outcomes = Enumerable.Range(0, 100).Select(i => new LoggedOutcome(i, 1, 1, i % 4 == 0 ? 0 : 1, 0.6)).ToList();

        OffPolicyEvaluation.Of(outcomes, Correctness).Estimates.Select(estimate => Math.Round(estimate.Value, 12)).ShouldBe([0.75, 0.75, 0.75]);
    }

    [Fact]
    public void Cost_is_estimated_in_its_own_unit()
    {
        var world = LoggedWorld.Of(new Random(3), 4_000, 0.3);
        var evaluation = OffPolicyEvaluation.Of(world.Costs, new() { Highest = LoggedWorld.HighestCostUsd });

        evaluation.Trusted!.Value.ShouldBe(world.CostUsd, 0.0005);
        evaluation.Trusted.Lower.ShouldBeLessThan(world.CostUsd);
        evaluation.Trusted.Upper.ShouldBeInRange(world.CostUsd, world.CostUsd + 0.002);
    }

    [Fact]
    public void Clipping_is_reported_and_biases_inverse_propensity_by_no_more_than_it_says()
    {
        var settings = Correctness with { PropensityFloor = 0.3 };
        var random = new Random(11);
        var runs = Enumerable.Range(0, 500).Select(_ => LoggedWorld.Of(random, 200, 0.1)).ToList();
        var errors = runs.ConvertAll(world => Estimate(InversePropensity.MemberName, world.Correctness, settings).Value - world.Accuracy);
        var clipping = OffPolicyEvaluation.Of(runs[0].Correctness, settings).Clipping!;

        clipping.Decisions.ShouldBeGreaterThan(100);
        errors.Average().ShouldBeInRange(-clipping.LostMass - 0.02, -0.2);
        OffPolicyEvaluation.Of(runs[0].Correctness, Correctness with { PropensityFloor = 0.05 }).Clipping.ShouldBeNull();
    }

    [Fact]
    public void Outcomes_that_contradict_themselves_are_refused()
    {
        Refused(new(0, 1, 0, 1, 0.5)).ShouldContain("Decision 0");
        Refused(new(0, 0.4, 0.5, 1, 0.5)).ShouldContain("sum to 0.4");
        Refused(new(0, 1, 1.2, 1, 0.5)).ShouldContain("propensity");
        Refused(new(0, 1, 0.5, 1.5, 0.5)).ShouldContain("reward");
        Refused(new(0, 1, 0.5, null, double.NaN)).ShouldContain("prediction");
        Should.Throw<ArgumentException>(() => OffPolicyEvaluation.Of([], new() { Confidence = 1, Highest = 0 })).Message.ShouldContain("Highest");

        static string Refused(LoggedOutcome outcome) => Should.Throw<ArgumentException>(() => OffPolicyEvaluation.Of([outcome], Correctness)).Message;
    }

    private static List<double> Errors(string estimator, Func<double, double>? model, bool mixed)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, Draws).Select(_ => LoggedWorld.Of(random, 60, 0.2, model, mixed))
            .Select(world => Estimate(estimator, world.Correctness, Correctness).Value - world.Accuracy)];
    }

    private static ValueEstimate Estimate(string estimator, IReadOnlyList<LoggedOutcome> outcomes, OffPolicySettings settings)
        => ValueEstimators.InOrderOfTrust.Single(member => member.Name == estimator).Estimate(WeightedDecisions.Of(outcomes, settings));

    private static double Deviation(List<double> values) => MathNet.Numerics.Statistics.Statistics.StandardDeviation(values);
}
