using HybridAi.Learning.OffPolicy;

namespace HybridAi.Tests.Learning.OffPolicy;

public sealed class LoggedDecisionTests
{
    private static readonly HashSet<string> Cheap = ["cheap"];
    private static readonly HashSet<string> Both = ["cheap", "dear"];
    private static readonly LoggedWay[] Audited = [new(0.5, Cheap, 0.2), new(0.4, Both, 0.2), new(0.1, Both, 1)];
    private static readonly TargetAction AskBoth = new(1, Both, "dear", 0.9, 0.02);
    private static readonly TargetAction AskCheap = new(1, Cheap, "cheap", 0.7, 0.001);

    [Fact]
    public void The_propensity_sums_the_ways_that_ask_enough_and_get_to_know()
    {
        var log = Log(Audited, Both, right: true);

        log.Correctness(0, AskBoth).Propensity.ShouldBe(0.4 * 0.2 + 0.1, 1e-12);
        log.Correctness(0, AskCheap).Propensity.ShouldBe(0.5 * 0.2 + 0.4 * 0.2 + 0.1, 1e-12);
        log.Cost(0, AskBoth).Propensity.ShouldBe(0.5, 1e-12);
        log.Cost(0, AskCheap).Propensity.ShouldBe(1, 1e-12);
    }

    [Fact]
    public void A_row_supports_the_target_when_all_its_tiers_were_asked_and_the_outcome_is_known()
    {
        Log(Audited, Both, right: true).Correctness(0, AskBoth).Reward.ShouldBe(1);
        Log(Audited, Both, right: false).Correctness(0, AskBoth).Reward.ShouldBe(0);
        Log(Audited, Both, right: null).Correctness(0, AskBoth).Supported.ShouldBeFalse();
        Log(Audited, Cheap, right: true).Correctness(0, AskBoth).Supported.ShouldBeFalse();
        Log(Audited, Both, right: null).Cost(0, AskBoth).Reward!.Value.ShouldBe(0.02, 1e-12);
        Log(Audited, Cheap, right: true).Cost(0, AskBoth).Supported.ShouldBeFalse();
    }

    [Fact]
    public void What_can_not_be_seen_has_a_name()
    {
        Log([new(1, Cheap, 1)], Cheap, right: true).Correctness(0, AskBoth).Unseen.ShouldBe("the answer of dear");
        Log([new(1, Both, 0)], Both, right: null).Correctness(0, AskBoth).Unseen.ShouldBe("the right label");
        Log([new(0.5, Cheap, 1), new(0.5, new HashSet<string> { "dear" }, 1)], Cheap, right: true).Cost(0, AskBoth).Unseen
            .ShouldBe("the answers of cheap and dear together");
        Log(Audited, Both, right: true).Correctness(0, AskBoth).Unseen.ShouldBeNull();
    }

    [Fact]
    public void Chances_that_do_not_sum_to_1_and_answers_of_tiers_not_asked_are_refused()
    {
        Should.Throw<ArgumentException>(() => Log([new(0.5, Cheap, 1)], Cheap, right: true).Cost(0, AskCheap));
        Should.Throw<ArgumentException>(() => Log(Audited, Cheap, right: true).Cost(0, AskCheap with { Answer = "dear" }));
    }

    private static LoggedDecision Log(LoggedWay[] ways, HashSet<string> asked, bool? right)
        => new(ways, asked.ToDictionary(tier => tier, tier => new TierOutcome(tier == "dear" ? 0.019 : 0.001, right)));
}
