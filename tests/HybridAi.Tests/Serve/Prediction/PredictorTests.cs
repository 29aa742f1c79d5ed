using HybridAi.Curate.Labelling;
using HybridAi.Serve.Prediction;
using HybridAi.Storage;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Prediction;

public class PredictorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_that_is_sure_enough_ends_the_walk()
    {
        await using var bench = await ServeBench.CreateAsync();
        var large = FakeLabeller.Sure("llm:large", "login", 0.9, 0.003m);
        var route = await bench.GoLiveAsync(("classical", FakeLabeller.Sure("model:a", "bill", 0.85), 0.8), ("large-llm", large, null));

        var answer = await OneAsync(bench, "my invoice");

        (answer.Label, answer.Tier).ShouldBe(("bill", "classical"));
        answer.Confidence.ShouldBe(0.85, 1e-9);
        (answer.CostUsd, answer.ReferenceCostUsd).ShouldBe((0m, 0.002m));
        answer.Reason.ShouldHaveSingleItem().Why.ShouldBe("reliable enough: 0.850 ≥ 0.800");
        answer.Versions.Route.ShouldBe(route.Hash);
        answer.Versions.Labellers["model:a"].ShouldBe("1");
        large.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task An_unsure_answer_escalates_and_the_steps_say_so()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(
            ("classical", FakeLabeller.Sure("model:a", "bill", 0.5), 0.8), ("large-llm", FakeLabeller.Sure("llm:large", "login", 0.6, 0.003m), null));

        var answer = await OneAsync(bench, "my invoice");

        (answer.Label, answer.Tier, answer.CostUsd, answer.Latency).ShouldBe(("login", "large-llm", 0.003m, TimeSpan.FromMilliseconds(10)));
        answer.ReferenceCostUsd.ShouldBe(0.003m);
        answer.Reason.Select(step => step.Why).ShouldBe(["escalated to large-llm: 0.500 < 0.800", "nothing further to ask: the answer stands"]);
        answer.Degraded.ShouldBeNull();
    }

    [Fact]
    public async Task A_tier_that_fails_is_the_next_ones_chance()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(("small-llm", FakeLabeller.Failing("llm:small"), 0.8), ("large-llm", FakeLabeller.Sure("llm:large", "login", 0.6, 0.003m), null));

        var answer = await OneAsync(bench, "my invoice");

        (answer.Label, answer.CostUsd).ShouldBe(("login", 0.0031m));
        answer.Degraded.ShouldBeNull();
        answer.Reason[0].Why.ShouldContain("failed: The provider does not answer.");
    }

    [Fact]
    public async Task A_budget_s_refusal_is_shown_as_it_is_and_asked_for_once()
    {
        await using var bench = await ServeBench.CreateAsync();
        var poor = new FakeLabeller("llm:large", _ => Proposal.Failed(Fault.Conflict("budget-exhausted", "There is no room."), 0, null));
        await bench.GoLiveAsync(("classical", FakeLabeller.Sure("model:a", "bill", 0.5), 0.8), ("large-llm", poor, null));

        var degraded = await OneAsync(bench, "my invoice");
        await bench.GoLiveAsync(("large-llm", poor, null));
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        var failed = await OneAsync(bench, "my invoice");

        (degraded.Label, degraded.Degraded?.Code).ShouldBe(("bill", "budget-exhausted"));
        (failed.Label, failed.Fault?.Code, failed.CostUsd).ShouldBe((null, "budget-exhausted", 0m));
        poor.Calls.ShouldBe(2);
        (await LedgerAsync(bench)).Select(line => line.Outcome).ShouldBe(["budget-exhausted", "budget-exhausted"]);
    }

    [Fact]
    public async Task When_the_last_tier_fails_the_best_earlier_answer_stands_and_is_marked()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(
            ("lexical", FakeLabeller.Sure("lexical", "parcel", 0.7), 0.9), ("classical", FakeLabeller.Sure("model:a", "bill", 0.5), 0.8),
            ("large-llm", FakeLabeller.Failing("llm:large"), null));

        var answer = await OneAsync(bench, "my invoice");

        (answer.Label, answer.Tier, answer.Degraded?.Code).ShouldBe(("bill", "classical", "provider-down"));
        (await LedgerAsync(bench)).ShouldHaveSingleItem().Outcome.ShouldBe("provider-down");
    }

    [Fact]
    public async Task When_no_tier_answers_there_is_a_fault_and_what_was_spent_counts()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(("large-llm", FakeLabeller.Failing("llm:large"), null));

        var answer = await OneAsync(bench, "my invoice");

        (answer.Label, answer.Fault?.Code, answer.CostUsd).ShouldBe((null, "provider-down", 0.0001m));
        var line = (await LedgerAsync(bench)).ShouldHaveSingleItem();
        (line.Tier, line.Label, line.Outcome, line.CostUsd).ShouldBe(("none", null, "provider-down", 0.0001m));
    }

    [Fact]
    public async Task A_tier_that_throws_costs_nobody_the_other_tiers_answer()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(
            ("small-llm", new FakeLabeller("llm:small", _ => throw new InvalidOperationException("defect")), 0.8),
            ("large-llm", FakeLabeller.Sure("llm:large", "login", 0.6, 0.003m), null));

        var answer = await OneAsync(bench, "my invoice");

        (answer.Label, answer.CostUsd).ShouldBe(("login", null));
        answer.Reason[0].Why.ShouldContain("InvalidOperationException");
    }

    [Fact]
    public async Task An_unknown_cost_or_latency_stays_unknown()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(
            ("small-llm", new FakeLabeller("recorded:small", _ => new("bill", 0.2, "", null, null)), 0.8),
            ("large-llm", FakeLabeller.Sure("llm:large", "login", 0.6, 0.003m), null));

        var answer = await OneAsync(bench, "my invoice");

        (answer.CostUsd, answer.Latency).ShouldBe((null, null));
    }

    [Fact]
    public async Task Answers_come_in_order_and_all_stand_in_the_ledger_under_one_request()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(("lexical", new FakeLabeller("lexical", text => new(LabelOf(text), 1, "", 0, null)), null));
        var texts = Enumerable.Range(0, 500).Select(i => new PredictionRequest(i % 2 == 0 ? $"id{i}" : null, $"text {i}")).ToList();

        var answers = (await bench.Predictor.PredictAsync("mail", texts, Cancellation)).Value;

        answers.Select(answer => answer.Label).ShouldBe(texts.Select(text => LabelOf(text.Text)));
        answers[2].Id.ShouldBe("id2");
        answers[3].Id.ShouldEndWith("-3");
        var lines = await LedgerAsync(bench);
        lines.Count.ShouldBe(500);
        lines.Select(line => line.RequestId).Distinct().ShouldHaveSingleItem();
        lines.Select(line => line.RecordId).ShouldBe(answers.Select(answer => answer.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task A_text_that_cannot_be_read_holds_a_fault_and_stops_no_other()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(("lexical", FakeLabeller.Sure("lexical", "bill", 1), null));

        var answers = (await bench.Predictor.PredictAsync("mail", [new("a", " "), new("b", new string('x', 41)), new("c", "fine")], Cancellation)).Value;

        answers.Select(answer => answer.Fault?.Code).ShouldBe(["text-empty", "text-too-long", null]);
        answers[2].Label.ShouldBe("bill");
    }

    [Fact]
    public async Task A_request_out_of_bounds_or_without_a_route_is_refused_whole()
    {
        await using var bench = await ServeBench.CreateAsync();

        (await bench.Predictor.PredictAsync("mail", [new(null, "x")], Cancellation)).Fault!.Code.ShouldBe("route-missing");
        (await bench.Predictor.PredictAsync("mail", [], Cancellation)).Fault!.Code.ShouldBe("texts-missing");
        var many = Enumerable.Repeat(new PredictionRequest(null, "x"), 1_001).ToList();
        (await bench.Predictor.PredictAsync("mail", many, Cancellation)).Fault!.Code.ShouldBe("texts-too-many");
        (await LedgerAsync(bench)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_labeller_that_changed_since_the_route_was_chosen_is_not_asked()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(("small-llm", FakeLabeller.Sure("llm:small", "bill", 1), 0.5), ("large-llm", FakeLabeller.Sure("llm:large", "login", 1, 0.003m), null));
        bench.Mend(new FakeLabeller("llm:small", _ => new("bill", 1, "", 0, null), version: "2"));

        var answer = await OneAsync(bench, "my invoice");

        answer.Tier.ShouldBe("large-llm");
        answer.Reason[0].Why.ShouldContain("choose a route again");
    }

    [Fact]
    public async Task A_labeller_that_could_not_be_opened_is_tried_again_after_a_while()
    {
        await using var bench = await ServeBench.CreateAsync();
        var small = FakeLabeller.Sure("llm:small", "bill", 1);
        await bench.GoLiveAsync(("small-llm", small, 0.5), ("large-llm", FakeLabeller.Sure("llm:large", "login", 1), null));
        bench.Break("llm:small", Fault.Unavailable("model-missing", "The file is gone."));
        (await OneAsync(bench, "x")).Tier.ShouldBe("large-llm");
        bench.Mend(small);

        (await OneAsync(bench, "x")).Tier.ShouldBe("large-llm");
        bench.Clock.Advance(TimeSpan.FromSeconds(31));

        (await OneAsync(bench, "x")).Tier.ShouldBe("small-llm");
    }

    [Fact]
    public async Task Labellers_are_opened_once_and_shared_by_the_next_route()
    {
        await using var bench = await ServeBench.CreateAsync();
        var (classical, large) = (FakeLabeller.Sure("model:a", "bill", 0.7), FakeLabeller.Sure("llm:large", "login", 1));
        await bench.GoLiveAsync(("classical", classical, 0.8), ("large-llm", large, null));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => OneAsync(bench, "x"))));

        await bench.GoLiveAsync(("classical", classical, 0.6), ("large-llm", large, null));
        (await OneAsync(bench, "x")).Tier.ShouldBe("classical");

        bench.Opened.ShouldBe(2);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task No_request_is_lost_while_routes_are_swapped(string database)
    {
        await using var bench = await ServeBench.CreateAsync(database);
        var (one, two) = (FakeLabeller.Sure("lexical", "bill", 1), FakeLabeller.Sure("llm:large", "login", 1));
        var first = await bench.GoLiveAsync(("lexical", one, null));
        var second = await bench.GoLiveAsync(("large-llm", two, null));

        var swapping = Task.Run(async () =>
        {
            for (var i = 0; i < 30; i++) await bench.Routes.MakeLiveAsync("mail", (i % 2 == 0 ? first : second).Hash, "swap", Cancellation);
        }, Cancellation);
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Task.Run(() => OneAsync(bench, "x"))));
        await swapping;

        answers.ShouldAllBe(answer => answer.Fault == null && answer.Label == (answer.Versions.Route == first.Hash ? "bill" : "login"));
        (await LedgerAsync(bench)).Count.ShouldBe(60);
    }

    [Fact]
    public async Task A_request_in_flight_keeps_the_route_it_began_with()
    {
        await using var bench = await ServeBench.CreateAsync();
        var slow = new FakeLabeller("llm:large", _ => new("login", 1, "", 0, null)) { Gate = new(TaskCreationOptions.RunContinuationsAsynchronously) };
        var first = await bench.GoLiveAsync(("large-llm", slow, null));
        var inFlight = OneAsync(bench, "x");
        await slow.Asked.Task;

        await bench.GoLiveAsync(("lexical", FakeLabeller.Sure("lexical", "bill", 1), null));
        (await OneAsync(bench, "x")).Label.ShouldBe("bill");
        slow.Gate!.SetResult();

        var answer = await inFlight;
        (answer.Label, answer.Versions.Route).ShouldBe(("login", first.Hash));
    }

    [Fact]
    public async Task What_was_answered_before_a_cancellation_stands_in_the_ledger()
    {
        await using var bench = await ServeBench.CreateAsync();
        using var cancelling = new CancellationTokenSource();
        var asked = 0;
        await bench.GoLiveAsync(("lexical", new FakeLabeller("lexical", _ =>
        {
            if (Interlocked.Increment(ref asked) == 20) cancelling.Cancel();
            return new("bill", 1, "", 0.001m, null);
        }), null));

        await Should.ThrowAsync<OperationCanceledException>(
            () => bench.Predictor.PredictAsync("mail", [.. Enumerable.Range(0, 500).Select(i => new PredictionRequest(null, $"t{i}"))], cancelling.Token));

        (await LedgerAsync(bench)).Count.ShouldBe(asked);
    }

    private static async Task<HybridAi.Serve.Prediction.Prediction> OneAsync(ServeBench bench, string text)
        => (await bench.Predictor.PredictAsync("mail", [new("r1", text)], Cancellation)).Value[0];

    private static string LabelOf(string text) => ServeBench.Mail.Labels[text.Sum(letter => letter) % ServeBench.Mail.Labels.Count].Name;

    private static Task<IReadOnlyList<LedgerEntry>> LedgerAsync(ServeBench bench) => bench.Ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation);
}
