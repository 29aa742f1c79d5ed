using Dapper;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Batch;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Reporting;
using HybridAi.Serve.Routing;
using HybridAi.Storage;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Reporting;

public class ServedReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly ReportScope Mail = new(["mail"]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Every_cut_of_the_bill_adds_up_to_the_bill(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        await new Ledger(test.Database).AppendAsync(
            [
                Call("mail", "large", 0.01m, 0, "shop", "acme"), Call("mail", "large", 0.02m, 1, "shop", null), Call("mail", "small", 0.0005m, 1, null, "acme"),
                Call("mail", "small", null, 2, null, null), Call("letters", "large", 0.1m, 2, "post", null), Call("hidden", "large", 50m, 0, null, null),
            ], Cancellation);

        var report = await Spending(test).MakeAsync(new(["mail", "letters"]), everyBudget: true, Cancellation);

        report.Total.ShouldBe(new SpendLine("all", 5, 0.1305m, 1));
        foreach (var cut in (IReadOnlyList<SpendLine>[])[report.ByProject, report.ByPurpose, report.ByModel, report.ByKey, report.ByTenant, report.ByDay])
            (cut.Sum(line => line.Count), cut.Sum(line => line.CostUsd), cut.Sum(line => line.UnknownCosts)).ShouldBe((5, 0.1305m, 1));
        report.ByKey.ShouldBe([new("post", 1, 0.1m, 0), new("shop", 2, 0.03m, 0), new(SpendLine.None, 2, 0.0005m, 1)]);
        report.ByTenant.ShouldBe([new(SpendLine.None, 3, 0.12m, 1), new("acme", 2, 0.0105m, 0)]);
        report.ByDay.Select(day => (day.Name, day.CostUsd)).ShouldBe([("2026-03-02", 0.01m), ("2026-03-03", 0.0205m), ("2026-03-04", 0.1m)]);
        report.Notes.ShouldContain(note => note.StartsWith("1 calls have no known cost", StringComparison.Ordinal));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_loss_is_told_and_so_is_what_is_not_compared(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        await new Ledger(test.Database).AppendAsync(
            [Prediction("large-llm", 5, 0.005m, 0.002m), Prediction("large-llm", 5, 0.005m, 0.002m), Prediction("classical", 1, null, 0.002m)], Cancellation);

        var report = await Spending(test).MakeAsync(Mail, everyBudget: true, Cancellation);

        var saving = report.Savings.ShouldHaveSingleItem();
        (saving.Estimate.SavedUsd, saving.Estimate.Compared, saving.Estimate.NotCompared, saving.Audited).ShouldBe((-0.006m, 2, 1, null));
        report.Notes.ShouldContain("mail: the routes cost 0.006 USD more than the reference alone would have.");
        report.Notes.ShouldContain(note => note.StartsWith("mail: 1 of 3 predictions have no known cost", StringComparison.Ordinal));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Rows_of_batches_that_have_no_line_are_named(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var batches = new BatchStore(test.Database, test.Clock);
        var state = new BatchState("batch-1", "hash", "text", "route", 0, 0, 1_200, 200, [], 0, 0);
        await batches.BeginAsync("mail", state, Cancellation);
        await batches.EndAsync(state, Cancellation);

        var report = await Spending(test).MakeAsync(Mail, everyBudget: true, Cancellation);

        report.Notes.ShouldContain(note => note.StartsWith("mail: batches answered 1,200 rows", StringComparison.Ordinal));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Budgets_of_others_are_not_shown(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var budgets = Budgets(test);
        foreach (var (scope, name) in ((BudgetScope, string)[])[(BudgetScope.Project, "mail"), (BudgetScope.Project, "letters"), (BudgetScope.Key, "shop")])
            (await budgets.SetAsync(new(new(scope, name, BudgetPeriod.Month), 10), Cancellation)).Fault.ShouldBeNull();

        (await Spending(test).MakeAsync(Mail, everyBudget: false, Cancellation)).Budgets.Select(budget => budget.Name).ShouldBe(["mail"]);
        (await Spending(test).MakeAsync(Mail, everyBudget: true, Cancellation)).Budgets.Select(budget => budget.Name).ShouldBe(["mail", "shop"], ignoreOrder: true);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Latency_is_by_tier_and_model_and_failures_are_late(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        await new Ledger(test.Database).AppendAsync(
            [
                .. Enumerable.Range(1, 100).Select(i => Prediction("classical", i, 0, 0)), Prediction("classical", null, 0, 0),
                Prediction("none", 3, 0, 0) with { Label = null, Model = null, Outcome = "tier-failed" },
            ], Cancellation);

        var report = await new LatencyReports(test.Database).MakeAsync(Mail, new(WithinMs: 90, Share: 0.9), Cancellation);

        var line = report.Lines[0];
        (line.Tier, line.Model, line.Predictions, line.Failed, line.NotMeasured).ShouldBe(("classical", "model", 101, 0, 1));
        (line.P50Ms, line.P95Ms, line.P99Ms, line.InTime, line.Attainment, line.Attained).ShouldBe((50.0, 95.0, 99.0, 90, 0.9, true));
        // Clopper and Pearson for 90 of 100, from their table.
        line.AttainmentLower!.Value.ShouldBe(0.8238, 1e-4);
        line.AttainmentUpper!.Value.ShouldBe(0.9510, 1e-4);
        (report.Lines[1].Tier, report.Lines[1].Failed, report.Lines[1].InTime, report.Lines[1].Attained).ShouldBe(("none", 1, 0, false));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Accuracy_is_of_audited_decisions_that_people_judged(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        await using var connection = await test.Database.OpenAsync(Cancellation);
        // Ten classical decisions: five audited, four of these judged, three of them right. One judged outside of audits does not count; nor does a shadow.
        for (var i = 0; i < 10; i++) await DecideAsync($"d{i}", "classical", "champion", gold: i < 3 || i == 9 ? "bill" : i == 3 ? "login" : null, audited: i < 5, agrees: i < 4);
        await DecideAsync("s1", "classical", "shadow", "login", true, false);
        await DecideAsync("p1", "large-llm", "champion", null, true, true);

        var report = await new QualityReports(test.Database, new DecisionOptions()).MakeAsync(Mail, Cancellation);

        report.ByTier[0].ShouldBe(new QualityLine("mail", "classical", 10, 10, 5, 5, 4, 4, 3));
        (report.ByTier[0].Accuracy, report.ByTier[0].Coverage, report.ByTier[0].Agreement).ShouldBe((0.75, 0.4, 0.8));
        report.ByTier[0].AccuracyLower!.Value.ShouldBe(0.1941, 1e-4);
        report.ByTier[0].AccuracyUpper!.Value.ShouldBe(0.9937, 1e-4);
        report.ByTier[1].Accuracy.ShouldBeNull();
        report.ByProject.ShouldHaveSingleItem().ShouldBe(new QualityLine("mail", null, 11, 11, 6, 6, 5, 4, 3));

        async Task DecideAsync(string id, string tier, string arm, string? gold, bool audited, bool agrees)
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO decisions (id, project, at, request_id, record_id, route, arm, text_hash, label, reliability, tier, outcome, asked, ways, gold)
                VALUES (@id, 'mail', @Start, 'q', @id, 'route', @arm, @id, 'bill', 0.9, @tier, 'ok', '[]', '[]', @gold)
                """, new { id, Start, arm, tier, gold });
            if (!audited) return;
            await connection.ExecuteAsync(
                "INSERT INTO audits (decision, project, judge, state, next_at, agrees, created_at) VALUES (@id, 'mail', 'People', 'Done', @Start, @agrees, @Start)",
                new { id, Start, agrees = agrees ? 1L : 0L });
        }
    }

    private static SpendingReports Spending(TestDatabase test) => new(test.Database, new RouteStore(test.Database, test.Clock), Budgets(test), test.Clock);

    private static BudgetStore Budgets(TestDatabase test) => new(test.Database, new BudgetBook(test.Database, new BudgetOptions(), test.Clock), test.Clock);

    private static LedgerEntry Prediction(string tier, double? milliseconds, decimal? cost, decimal? reference) => new(
        Start, "mail", LedgerKind.Prediction, "request", "r", "route", tier, "model", "bill", 0.9, cost, reference,
        milliseconds is { } known ? TimeSpan.FromMilliseconds(known) : null, null, null, "ok");

    private static LedgerEntry Call(string project, string model, decimal? cost, int day, string? key, string? tenant) => new(
        Start.AddDays(day), project, LedgerKind.ModelCall, "request", "r", null, "prediction", model, null, null, cost, null, null, 100, 5, "ok")
    {
        Key = key, Tenant = tenant,
    };
}
