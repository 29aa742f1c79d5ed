using HybridAi.Serve.Decisions;
using HybridAi.Serve.Routing;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Decisions;

public class WhatIfTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task What_another_route_would_have_done_is_estimated_from_audits_without_asking_anybody(string database)
    {
        await using var bench = await DecisionBench.CreateAsync(database);
        bench.Settings.AuditShare = 0.5;
        var (cheap, large) = Tiers(cheapRight: 0.8);
        await bench.Serve.GoLiveAsync(("classical", cheap, 0.8), ("large-llm", large, null));
        await bench.PredictManyAsync(600);
        await bench.AuditAllAsync();
        var cheapOnly = await bench.SaveAsync(("classical", cheap, null));
        var calls = (cheap.Calls, large.Calls);

        var report = (await AskAsync(bench, cheapOnly)).Value;

        (cheap.Calls, large.Calls).ShouldBe(calls);
        (report.Decisions, report.Heard).ShouldBe((600, report.Audits));
        var truth = Enumerable.Range(0, 600).Average(i => Says($"text {i}", 0.8) == Gold($"text {i}") ? 1.0 : 0);
        report.Right.Value.ShouldBe(truth, 0.06);
        report.Right.Lower.ShouldBeLessThan(truth);
        report.Right.Upper.ShouldBeGreaterThan(truth);
        report.CostUsd.ShouldNotBeNull().Value.ShouldBe(0, 1e-9);
        report.LoggedCostUsd.ShouldNotBeNull().ShouldBeGreaterThan(0);
        report.Notes.ShouldContain(note => note.StartsWith("Right means: as the reference says.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_route_that_logged_is_given_back_as_it_was()
    {
        await using var bench = await DecisionBench.CreateAsync();
        bench.Settings.AuditShare = 0.5;
        var (cheap, large) = Tiers(cheapRight: 0.8);
        var live = await bench.Serve.GoLiveAsync(("classical", cheap, 0.8), ("large-llm", large, null));
        await bench.PredictManyAsync(400);
        await bench.AuditAllAsync();

        var report = (await AskAsync(bench, live)).Value;

        // Its cost is on every line, so nothing has to be weighed.
        report.CostUsd.ShouldNotBeNull().Value.ShouldBe(report.LoggedCostUsd!.Value, 1e-9);
        var served = await bench.Decisions.PageAsync("mail", null, 400, Cancellation);
        report.Right.Value.ShouldBe(served.Average(decision => decision.Label == Gold(decision.RecordId.Replace("r", "text ", StringComparison.Ordinal)) ? 1.0 : 0), 0.06);
    }

    [Fact]
    public async Task A_tier_that_the_log_never_heard_is_refused_with_the_reason_and_what_to_do()
    {
        await using var bench = await DecisionBench.CreateAsync();
        var (cheap, large) = Tiers(cheapRight: 0.8);
        await bench.Serve.GoLiveAsync(("classical", cheap, 0.8), ("large-llm", large, null));
        await bench.PredictManyAsync(100);
        await bench.AuditAllAsync();
        var other = await bench.SaveAsync(("small-llm", FakeLabeller.Sure("llm:small", "bill", 0.9), null));

        var fault = (await AskAsync(bench, other)).Fault.ShouldNotBeNull();

        fault.Code.ShouldBe("overlap-missing");
        fault.Reason.ShouldContain("the answer of small-llm on 100 of 100");
        fault.Reason.ShouldContain("Raise the audit share");
    }

    [Fact]
    public async Task The_same_labeller_in_another_version_is_another_tier()
    {
        await using var bench = await DecisionBench.CreateAsync();
        var (cheap, large) = Tiers(cheapRight: 0.8);
        await bench.Serve.GoLiveAsync(("classical", cheap, 0.8), ("large-llm", large, null));
        await bench.PredictManyAsync(100);
        await bench.AuditAllAsync();
        var newer = await bench.SaveAsync(("classical", new FakeLabeller(cheap.Name, _ => new("bill", 1, "", 0, null), version: "2"), null));

        (await AskAsync(bench, newer)).Fault!.Code.ShouldBe("overlap-missing");
    }

    [Fact]
    public async Task Without_audits_a_route_that_asks_less_has_a_known_cost_but_nobody_knows_whether_it_is_right()
    {
        await using var bench = await DecisionBench.CreateAsync();
        bench.Settings.AuditShare = 0;
        var (cheap, large) = Tiers(cheapRight: 0.8);
        await bench.Serve.GoLiveAsync(("classical", cheap, 0.8), ("large-llm", large, null));
        await bench.PredictManyAsync(100);
        var cheapOnly = await bench.SaveAsync(("classical", cheap, null));

        (await AskAsync(bench, cheapOnly)).Fault!.Reason.ShouldContain("the right label");
    }

    [Fact]
    public async Task Unknown_routes_those_of_other_projects_and_an_empty_log_are_faults()
    {
        await using var bench = await DecisionBench.CreateAsync();
        var route = await bench.SaveAsync(("lexical", FakeLabeller.Sure("lexical", "bill", 1), null));

        (await bench.WhatIf.EvaluateAsync("mail", "none", null, null, WhatIfMeasure.Reference, Cancellation)).Fault!.Code.ShouldBe("route-unknown");
        (await bench.WhatIf.EvaluateAsync("letters", route.Hash, null, null, WhatIfMeasure.Reference, Cancellation)).Fault!.Code.ShouldBe("route-unknown");
        (await AskAsync(bench, route)).Fault!.Code.ShouldBe("decisions-missing");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task By_gold_the_reference_itself_may_be_wrong(string database)
    {
        await using var bench = await DecisionBench.CreateAsync(database);
        var (cheap, _) = Tiers(cheapRight: 1);
        var wrong = new FakeLabeller("llm:large", _ => new("parcel", 0.9, "", 0.003m, null));
        await bench.Serve.GoLiveAsync(("classical", cheap, null), ("large-llm", wrong, null));
        await bench.PredictManyAsync(120);
        await bench.AuditAllAsync();
        var referenceAlone = await bench.SaveAsync(("large-llm", wrong, null));
        (await bench.WhatIf.EvaluateAsync("mail", referenceAlone.Hash, null, null, WhatIfMeasure.Gold, Cancellation)).Fault!.Code.ShouldBe("overlap-missing");
        foreach (var decision in await bench.Decisions.PageAsync("mail", null, 120, Cancellation))
            await bench.Decisions.JudgeAsync("mail", decision.Id, decision.Label!, "ada", Cancellation);

        var byGold = (await bench.WhatIf.EvaluateAsync("mail", referenceAlone.Hash, null, null, WhatIfMeasure.Gold, Cancellation)).Value;
        var byReference = (await AskAsync(bench, referenceAlone)).Value;

        byReference.Right.Value.ShouldBe(1, 1e-9);
        byGold.Right.Value.ShouldBe(0, 1e-9);
    }

    [Fact]
    public async Task Estimates_hit_the_truth_on_average_and_intervals_hold_it()
    {
        var (errors, held) = (new List<double>(), 0);
        for (var run = 0; run < 12; run++)
        {
            await using var bench = await DecisionBench.CreateAsync();
            bench.Settings.AuditShare = 0.3;
            var (cheap, large) = Tiers(cheapRight: 0.7);
            await bench.Serve.GoLiveAsync(("classical", cheap, 0.8), ("large-llm", large, null));
            var texts = Enumerable.Range(0, 400).Select(i => $"run {run} text {i}").ToList();
            await bench.Serve.Predictor.PredictAsync("mail", [.. texts.Select(text => new HybridAi.Serve.Prediction.PredictionRequest(text, text))], Cancellation);
            await bench.AuditAllAsync();
            var laxer = await bench.SaveAsync(("classical", cheap, 0.6), ("large-llm", large, null));

            var right = (await AskAsync(bench, laxer)).Value.Right;

            var truth = texts.Average(text => Sure(text) < 0.6 || Says(text, 0.7) == Gold(text) ? 1.0 : 0);
            errors.Add(right.Value - truth);
            if (right.Lower <= truth && truth <= right.Upper) held++;
        }

        errors.Average().ShouldBe(0, 0.02);
        held.ShouldBeGreaterThanOrEqualTo(11);
    }

    private static Task<Outcome<WhatIfReport>> AskAsync(DecisionBench bench, StoredRoute route)
        => bench.WhatIf.EvaluateAsync("mail", route.Hash, null, null, WhatIfMeasure.Reference, Cancellation);

    // The cheap tier is right on a share of the texts, whatever its confidence; the reference always.
    private static (FakeLabeller Cheap, FakeLabeller Large) Tiers(double cheapRight) => (
        new("model:a", text => new(Says(text, cheapRight), Sure(text), "", 0, null)), new("llm:large", text => new(Gold(text), 0.9, "", 0.003m, null)));

    private static string Gold(string text) => Draw(text, "gold") < 0.5 ? "bill" : "login";

    private static string Says(string text, double right) => Draw(text, "cheap") < right ? Gold(text) : "parcel";

    private static double Sure(string text) => 0.4 + (0.6 * Draw(text, "sure"));

    private static double Draw(string text, string what) => SeededChance.Of(what, text);
}
