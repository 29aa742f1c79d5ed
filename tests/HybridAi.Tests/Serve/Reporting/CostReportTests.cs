using HybridAi.Curate.Labelling;
using HybridAi.Serve.Reporting;
using HybridAi.Storage;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Reporting;

public class CostReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Shares_costs_and_savings_add_up(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        await new Ledger(test.Database).AppendAsync(
            [
                .. Enumerable.Range(1, 6).Select(i => Prediction("classical", 0m, 0.002m, i)),
                Prediction("large-llm", 0.003m, 0.003m, 800), Prediction("large-llm", 0.001m, 0.001m, null),
            ], Cancellation);

        var report = await new CostReports(test.Database).MakeAsync("mail", null, null, Cancellation);

        report.Predictions.ShouldBe(8);
        report.Tiers[0].ShouldBe(new TierUse("classical", 6, 0.75, 0, 0, 3, 6, 0));
        report.Tiers[1].ShouldBe(new TierUse("large-llm", 2, 0.25, 0.004m, 0, 800, 800, 1));
        (report.Saving.Compared, report.Saving.CostUsd, report.Saving.ReferenceCostUsd, report.Saving.SavedUsd).ShouldBe((8, 0.004m, 0.016m, 0.012m));
        report.Saving.SavedShare!.Value.ShouldBe(0.75, 1e-12);
        report.Saving.Method.ShouldStartWith("Estimate.");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task What_is_unknown_is_counted_apart_and_never_zero(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        await new Ledger(test.Database).AppendAsync(
            [Prediction("large-llm", null, null, null), Prediction("large-llm", 0.002m, null, null), Prediction("classical", null, 0.002m, 2)], Cancellation);

        var report = await new CostReports(test.Database).MakeAsync("mail", null, null, Cancellation);

        report.Tiers[0].ShouldBe(new TierUse("large-llm", 2, 2.0 / 3, 0.002m, 1, null, null, 2));
        (report.Saving.Compared, report.Saving.NotCompared).ShouldBe((0, 3));
        (report.Saving.CostUsd, report.Saving.ReferenceCostUsd, report.Saving.SavedUsd, report.Saving.SavedShare).ShouldBe((null, null, null, null));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_route_that_costs_more_than_the_reference_shows_its_loss(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        await new Ledger(test.Database).AppendAsync([Prediction("large-llm", 0.005m, 0.002m, 1)], Cancellation);

        (await new CostReports(test.Database).MakeAsync("mail", null, null, Cancellation)).Saving.SavedUsd.ShouldBe(-0.003m);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Failures_and_degraded_answers_are_counted(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        await new Ledger(test.Database).AppendAsync(
            [
                Prediction("classical", 0, 0.002m, 1), Prediction("classical", 0, 0.002m, 1) with { Outcome = "provider-down" },
                Prediction("none", 0, 0, 1) with { Label = null, Outcome = "text-empty" },
            ], Cancellation);

        var report = await new CostReports(test.Database).MakeAsync("mail", null, null, Cancellation);

        (report.Predictions, report.Degraded, report.Failed).ShouldBe((3, 1, 1));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Only_the_period_and_the_project_count(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        await new Ledger(test.Database).AppendAsync(
            [
                .. Enumerable.Range(0, 5).Select(day => Prediction("classical", 0, 0, 1) with { At = Start.AddDays(day) }),
                Prediction("classical", 0, 0, 1) with { Project = "letters" },
            ], Cancellation);

        (await new CostReports(test.Database).MakeAsync("mail", Start.AddDays(1), Start.AddDays(3), Cancellation)).Predictions.ShouldBe(2);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Labelling_and_model_calls_are_listed(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var runs = new LabellingRunStore(test.Database);
        foreach (var id in (string[])["run-1", "run-2"])
            await runs.SaveAsync(new(id, "mail", "llm:large", "v", RunState.Done, 10, 9, 1, 0.02m, Start, Start), Cancellation);
        await new Ledger(test.Database).AppendAsync([Call(0.01m, "ok"), Call(null, "provider-down"), Call(0, "cache-hit") with { InputTokens = null, OutputTokens = null }], Cancellation);

        var report = await new CostReports(test.Database).MakeAsync("mail", null, null, Cancellation);

        report.Labelling.ShouldHaveSingleItem().ShouldBe(new LabellingSpending("llm:large", 2, 18, 2, 0.04m));
        report.ModelCalls.ShouldHaveSingleItem().ShouldBe(new ModelSpending("large", 3, 1, 0.01m, 1, 200, 10, CacheHits: 1));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_project_without_predictions_has_an_empty_report(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);

        var report = await new CostReports(test.Database).MakeAsync("mail", null, null, Cancellation);

        (report.Predictions, report.Tiers.Count, report.Saving.SavedUsd).ShouldBe((0, 0, null));
        Json.Write(report).ShouldContain("\"predictions\":0");
    }

    private static LedgerEntry Prediction(string tier, decimal? cost, decimal? reference, double? milliseconds) => new(
        Start, "mail", LedgerKind.Prediction, "request", "r", "route", tier, "model", "bill", 0.9, cost, reference,
        milliseconds is { } known ? TimeSpan.FromMilliseconds(known) : null, null, null, "ok");

    private static LedgerEntry Call(decimal? cost, string outcome) => new(
        Start, "mail", LedgerKind.ModelCall, "request", "r", null, "prediction", "large", null, null, cost, null, null, 100, 5, outcome);
}
