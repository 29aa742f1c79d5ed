using HybridAi.Learning.OffPolicy;

namespace HybridAi.Tests.Learning.OffPolicy;

public sealed class OverlapTests
{
    [Fact]
    public void What_was_never_asked_is_refused_by_name_and_number()
    {
        LoggedWay[] ways = [new(1, new HashSet<string> { "cheap" }, 1)];
        var log = new LoggedDecision(ways, new Dictionary<string, TierOutcome> { ["cheap"] = new(0.001, true) });
        TargetAction cheap = new(1, new HashSet<string> { "cheap" }, "cheap", 0.9, 0.001);
        TargetAction dear = new(1, new HashSet<string> { "cheap", "dear" }, "dear", 0.9, 0.02);
        List<LoggedOutcome> outcomes = [.. Enumerable.Range(0, 1_000).Select(i => log.Correctness(i, i < 312 ? dear : cheap))];

        var evaluation = OffPolicyEvaluation.Of(outcomes, new());

        evaluation.Trusted.ShouldBeNull();
        evaluation.Estimates.ShouldBeEmpty();
        evaluation.ModelAlone!.Value.ShouldBe(0.9, 1e-9);
        evaluation.Verdict.Reason.ShouldBe("The log could never have shown the answer of dear on 312 of 1,000 decisions.");
        evaluation.Verdict.Advice.ShouldBe("Raise the audit share: an audit asks every tier and finds the right label.");
        evaluation.Verdict.Overlap.UncoveredMass.ShouldBe(0.312, 1e-9);
    }

    [Fact]
    public void Clipping_does_not_hide_what_was_never_asked()
        => OffPolicyEvaluation.Of(
                [.. Enumerable.Range(0, 200).Select(i => new LoggedOutcome(i, 1, i == 0 ? 0 : 1, i == 0 ? null : 1, 0.5))], new() { PropensityFloor = 0.1 })
            .Verdict.Refused.ShouldBeTrue();

    [Fact]
    public void Too_few_decisions_worth_are_refused_with_how_many_would_do()
    {
        var outcomes = Enumerable.Range(0, 400).Select(i => new LoggedOutcome(i, 1, 0.05, i % 20 == 0 ? 1 : null, 0.5)).ToList();

        var verdict = OverlapVerdict.Of(outcomes, new());

        verdict.Reason.ShouldBe("5.0% of 400 decisions show what the policy would get, worth 20 evenly weighted ones (at least 50).");
        verdict.Advice.ShouldBe("Log about 1,000 decisions at the present audit share, or raise it.");
        OverlapVerdict.Of(outcomes, new() { MinimumEffective = 20 }).Refused.ShouldBeFalse();
    }

    [Fact]
    public void No_decisions_are_refused() => OffPolicyEvaluation.Of([], new()).Verdict.Reason.ShouldBe("No decisions are logged.");

    [Fact]
    public void The_effective_sample_size_counts_a_heavy_weight_for_little()
    {
        List<LoggedOutcome> outcomes = [.. Enumerable.Range(0, 100).Select(i => new LoggedOutcome(i, 1, i == 0 ? 0.01 : 1, 1, 0.5))];

        var overlap = Overlap.Of(outcomes);

        overlap.EffectiveSampleSize.ShouldBe(199.0 * 199 / (99 + 10_000), 1e-9);
        overlap.LargestWeight.ShouldBe(100, 1e-9);
        overlap.SupportedShare.ShouldBe(1);
        Overlap.Of(outcomes, floor: 0.5).EffectiveSampleSize.ShouldBe(101.0 * 101 / 103, 1e-9);
    }
}
