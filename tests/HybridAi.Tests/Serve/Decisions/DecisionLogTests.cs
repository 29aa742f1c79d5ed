using HybridAi.Learning.Routing;
using HybridAi.Serve.Decisions;
using HybridAi.Storage;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Decisions;

public class DecisionLogTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Every_prediction_is_written_down_with_all_that_might_have_been_done(string database)
    {
        await using var bench = await DecisionBench.CreateAsync(database);
        bench.Settings.AuditShare = 0.25;
        var route = await bench.Serve.GoLiveAsync(
            ("classical", FakeLabeller.Sure("model:a", "bill", 0.5), 0.8), ("large-llm", FakeLabeller.Sure("llm:large", "login", 0.6, 0.003m), null));

        var decision = await bench.PredictAsync("my invoice");

        (decision.RecordId, decision.Route, decision.Arm, decision.Outcome).ShouldBe(("r1", route.Hash, "champion", "ok"));
        (decision.Label, decision.Tier, decision.CostUsd, decision.ReferenceCostUsd).ShouldBe(("login", "large-llm", 0.003m, 0.003m));
        decision.TextHash.ShouldBe(ContentHash.Of("my invoice"));
        decision.Asked.Select(tier => (tier.Tier, tier.Label, tier.Confidence)).ShouldBe([("classical", "bill", 0.5), ("large-llm", "login", 0.6)]);
        decision.Ways.Select(way => (way.Chance, string.Join(' ', way.Tiers), way.Audit))
            .ShouldBe([(0.75, "classical large-llm", false), (0.25, "classical large-llm", true)]);
        (await bench.Decisions.FindAsync("mail", decision.Id, Cancellation)).Value.Seq.ShouldBe(decision.Seq);
        (await bench.Serve.Ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation)).ShouldHaveSingleItem().RequestId.ShouldBe(decision.RequestId);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task The_newest_come_first_and_pages_hold_together(string database)
    {
        await using var bench = await DecisionBench.CreateAsync(database);
        await bench.Serve.GoLiveAsync(("lexical", FakeLabeller.Sure("lexical", "bill", 1), null));
        for (var i = 0; i < 5; i++) await bench.PredictAsync("x", $"r{i}");

        var first = await bench.Decisions.PageAsync("mail", null, 2, Cancellation);
        var second = await bench.Decisions.PageAsync("mail", first[^1].Seq, 10, Cancellation);

        first.Concat(second).Select(decision => decision.RecordId).ShouldBe(["r4", "r3", "r2", "r1", "r0"]);
        (await bench.Decisions.PageAsync("letters", null, 10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_share_is_audited_and_a_retry_draws_the_same()
    {
        await using var bench = await DecisionBench.CreateAsync();
        bench.Settings.AuditShare = 0.2;
        await bench.Serve.GoLiveAsync(("lexical", FakeLabeller.Sure("lexical", "bill", 1), null));

        await bench.PredictManyAsync(500);
        var first = await DrawnAsync(bench);
        await bench.PredictManyAsync(500);
        var both = await DrawnAsync(bench);

        first.Count.ShouldBeInRange(70, 130);
        both.ShouldBe([.. first, .. first], ignoreOrder: true);
    }

    [Fact]
    public async Task A_text_that_no_tier_was_asked_for_is_no_decision_and_switched_off_nothing_is_written()
    {
        await using var bench = await DecisionBench.CreateAsync();
        await bench.Serve.GoLiveAsync(("lexical", FakeLabeller.Sure("lexical", "bill", 1), null));
        await bench.Serve.Predictor.PredictAsync("mail", [new("a", " "), new("b", "fine")], Cancellation);
        bench.Settings.Enabled = false;
        await bench.Serve.Predictor.PredictAsync("mail", [new("c", "fine")], Cancellation);

        (await bench.Decisions.PageAsync("mail", null, 10, Cancellation)).ShouldHaveSingleItem().RecordId.ShouldBe("b");
    }

    [Fact]
    public void The_policy_that_was_not_drawn_is_followed_as_far_as_answers_go()
    {
        var (cheap, small, large) = (FakeLabeller.Sure("a", "bill", 1), FakeLabeller.Sure("b", "bill", 1), FakeLabeller.Sure("c", "bill", 1));
        var route = ServeBench.RouteOver(("classical", cheap, 0.5), ("small-llm", small, 0.9), ("large-llm", large, null));
        var dearer = RoutingPolicy.ByConfidence(LabelSpace.Of(3), [0.9, 0.9, null]);
        route = route with { Policy = new(route.Policy.Main, dearer, 0.25) };

        var ways = DecisionWays.Of(route, new([new(0, 0.7), null, null], 0), 0.2);

        ways.Select(way => (way.Chance, string.Join(' ', way.Tiers), way.Audit)).ShouldBe(
            [(0.8 * 0.75, "classical", false), (0.8 * 0.25, "classical small-llm", false), (0.2, "classical small-llm large-llm", true)]);
    }

    [Fact]
    public void Where_limits_led_elsewhere_there_is_one_way_beside_the_audit()
    {
        var route = ServeBench.RouteOver(("classical", FakeLabeller.Sure("a", "bill", 1), 0.5), ("large-llm", FakeLabeller.Sure("c", "bill", 1), null));

        var ways = DecisionWays.Of(route, new([null, new(0, 0.7)], 0), 0);

        ways.ShouldHaveSingleItem().Tiers.ShouldBe(["large-llm"]);
    }

    [Fact]
    public void A_reference_that_is_no_tier_of_the_route_is_heard_in_audits()
    {
        var route = ServeBench.RouteOver(("classical", FakeLabeller.Sure("a", "bill", 1), null)) with { Reference = new("large-llm", "llm:large", "1", 0.002m) };

        DecisionWays.AuditedTiers(route).Select(step => step.Labeller).ShouldBe(["a", "llm:large"]);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task What_is_older_than_is_kept_is_forgotten_with_its_audit(string database)
    {
        await using var bench = await DecisionBench.CreateAsync(database);
        await bench.Serve.GoLiveAsync(("lexical", FakeLabeller.Sure("lexical", "bill", 1), null));
        var old = await bench.PredictAsync("x", "old");
        bench.Serve.Clock.Advance(TimeSpan.FromDays(2));
        await bench.PredictAsync("x", "new");

        (await bench.Decisions.ForgetAsync(bench.Serve.Clock.GetUtcNow().AddDays(-1), Cancellation)).ShouldBe(1);

        (await bench.Decisions.PageAsync("mail", null, 10, Cancellation)).ShouldHaveSingleItem().RecordId.ShouldBe("new");
        (await bench.Audits.FindAsync("mail", old.Id, Cancellation)).ShouldBeNull();
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_person_s_label_must_be_one_of_the_route_and_the_last_word_counts(string database)
    {
        await using var bench = await DecisionBench.CreateAsync(database);
        await bench.Serve.GoLiveAsync(("lexical", FakeLabeller.Sure("lexical", "bill", 1), null));
        var decision = await bench.PredictAsync("x");

        (await bench.Decisions.JudgeAsync("mail", decision.Id, "lunch", "ada", Cancellation)).Fault!.Code.ShouldBe("label-unknown");
        (await bench.Decisions.JudgeAsync("mail", "decision-none", "bill", "ada", Cancellation)).Fault!.Code.ShouldBe("decision-unknown");
        (await bench.Decisions.JudgeAsync("letters", decision.Id, "bill", "ada", Cancellation)).Fault!.Code.ShouldBe("decision-unknown");
        await bench.Decisions.JudgeAsync("mail", decision.Id, "bill", "ada", Cancellation);
        (await bench.Decisions.JudgeAsync("mail", decision.Id, "login", "bob", Cancellation)).Value.Gold.ShouldBe("login");

        (await bench.Decisions.FindAsync("mail", decision.Id, Cancellation)).Value.Gold.ShouldBe("login");
    }

    [Fact]
    public void Chances_come_back_from_the_log_as_they_were()
    {
        float[] chances = [0.125f, 1e-9f, 0.875f];

        var tier = new DecisionTier("classical", "model:a", "bill", 0.875, null, 0, null) { Chances = DecisionTier.Packed(chances) };

        Json.Read<DecisionTier>(Json.Write(tier)).Unpacked().ShouldBe(chances);
    }

    private static async Task<List<string>> DrawnAsync(DecisionBench bench)
    {
        var audits = await bench.Audits.DrawnAsync("mail", null, null, Cancellation);
        return [.. (await bench.Decisions.PageAsync("mail", null, 5_000, Cancellation)).Where(decision => audits.ContainsKey(decision.Id)).Select(decision => decision.RecordId)];
    }
}
