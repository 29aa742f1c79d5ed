using System.Globalization;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Serve.Reporting;

/// <summary>Makes spending reports out of the ledger, the audits and the budgets.</summary>
public sealed class SpendingReports(IDatabase database, RouteStore routes, BudgetStore budgets, TimeProvider clock)
{
    private const string Day = "SUBSTR(at, 1, 10)";

    /// <summary>The report.</summary>
    /// <param name="scope">The projects and the period.</param>
    /// <param name="everyBudget">Whether budgets of keys and tenants are shown, which span projects; otherwise those of the projects alone.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<SpendingReport> MakeAsync(ReportScope scope, bool everyBudget, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenAsync(cancellation);
        var queries = new ScopedQueries(connection, scope, cancellation);
        var byProject = await LinesAsync(queries, LedgerKind.ModelCall, "project");
        var savings = await SavingsAsync(queries, cancellation);
        var batches = await queries.QueryAsync<BatchRow>(
            $"SELECT project, CAST(SUM(answered + failed) AS BIGINT) AS answers FROM batches WHERE {queries.Within(at: "started_at")} GROUP BY project ORDER BY project");
        var byDay = await LinesAsync(queries, LedgerKind.ModelCall, Day);
        var forecast = await ForecastAsync(new(connection, Looked(scope.Projects, now), cancellation), now);
        var alarms = new List<BudgetAlarm>();
        foreach (var state in await budgets.ListAsync(cancellation))
        {
            if (state.Name.Scope == BudgetScope.Project ? !scope.Projects.Contains(state.Name.Name) : !everyBudget) continue;
            alarms.Add(BudgetAlarm.Of(state, await ForecastAsync(new(connection, Looked([state.Name.Name], now), cancellation), now, state.Name)));
        }

        return new(
            scope.Projects, scope.From, scope.Until, now,
            new("all", byProject.Sum(line => line.Count), byProject.Sum(line => line.CostUsd), byProject.Sum(line => line.UnknownCosts)),
            byProject, await LinesAsync(queries, LedgerKind.ModelCall, "tier"), await LinesAsync(queries, LedgerKind.ModelCall, "model"),
            await LinesAsync(queries, LedgerKind.ModelCall, "key_id"), await LinesAsync(queries, LedgerKind.ModelCall, "tenant"),
            [.. byDay.OrderBy(line => line.Name, StringComparer.Ordinal)], await LinesAsync(queries, LedgerKind.Prediction, "tier"), savings, forecast,
            [.. alarms.OrderByDescending(alarm => alarm.Level)], [.. Notes(savings, batches, byProject, forecast)]);
    }

    private static ReportScope Looked(IReadOnlyList<string> projects, DateTimeOffset now)
    {
        var since = new DateTimeOffset(now.UtcDateTime.Date.AddDays(-7 * SpendForecast.MostWeeks), TimeSpan.Zero);
        return new(projects, since, null);
    }

    private static async Task<IReadOnlyList<SpendLine>> LinesAsync(ScopedQueries queries, LedgerKind kind, string column)
        => [.. (await queries.QueryAsync<LineRow>(
            $"""
             SELECT COALESCE({column}, '{SpendLine.None}') AS name, COUNT(*) AS lines, CAST(SUM(COALESCE(cost_nano, 0)) AS BIGINT) AS cost_nano,
               COUNT(cost_nano) AS known_costs
             FROM ledger WHERE {queries.Within()} AND kind = @kind GROUP BY 1 ORDER BY 3 DESC, 1
             """, new { kind = kind.ToString() })).Select(row => row.ToLine())];

    private async Task<IReadOnlyList<ProjectSaving>> SavingsAsync(ScopedQueries queries, CancellationToken cancellation)
    {
        var rows = await queries.QueryAsync<SavingRow>(
            $"SELECT project, {Saving.Sums} FROM ledger WHERE {queries.Within()} AND kind = @kind GROUP BY project ORDER BY project",
            new { kind = nameof(LedgerKind.Prediction) });
        var (savings, audited) = (new List<ProjectSaving>(), new AuditedCosts(routes));
        foreach (var row in rows)
        {
            var estimate = Saving.Of(row.Predictions, row.Compared, row.CostNano, row.ReferenceNano);
            var costs = await audited.ReadAsync(queries, row.Project, cancellation);
            savings.Add(new(row.Project, estimate, AuditedSaving.Of(costs, estimate.Compared, estimate.CostUsd)));
        }

        return savings;
    }

    private static async Task<SpendForecast?> ForecastAsync(ScopedQueries queries, DateTimeOffset now, BudgetName? budget = null)
    {
        var whose = budget?.Scope switch
        {
            BudgetScope.Key => "key_id = @name AND at >= @from",
            BudgetScope.Tenant => "tenant = @name AND at >= @from",
            _ => queries.Within(),
        };
        var rows = await queries.QueryAsync<LineRow>(
            $"""
             SELECT {Day} AS name, COUNT(*) AS lines, CAST(SUM(COALESCE(cost_nano, 0)) AS BIGINT) AS cost_nano, COUNT(cost_nano) AS known_costs
             FROM ledger WHERE {whose} AND kind = @kind GROUP BY 1
             """, new { kind = nameof(LedgerKind.ModelCall), name = budget?.Name });
        return SpendForecast.Of(rows.ToDictionary(row => DateOnly.ParseExact(row.Name, "yyyy-MM-dd", CultureInfo.InvariantCulture), row => row.ToLine().CostUsd), now);
    }

    private static IEnumerable<string> Notes(
        IReadOnlyList<ProjectSaving> savings, IReadOnlyList<BatchRow> batches, IReadOnlyList<SpendLine> byProject, SpendForecast? forecast)
    {
        foreach (var (project, estimate, audited) in savings)
        {
            if (estimate.NotCompared > 0)
            {
                yield return Sentence(
                    $"{project}: {estimate.NotCompared:N0} of {estimate.Compared + estimate.NotCompared:N0} predictions have no known cost or reference cost and are in no saving.");
            }

            if (estimate.SavedUsd < 0) yield return Sentence($"{project}: the routes cost {-estimate.SavedUsd:0.00####} USD more than the reference alone would have.");
            if (audited is null && estimate.Compared > 0)
                yield return Sentence($"{project}: the saving has no interval, since fewer than {AuditedSaving.Fewest} audits know what the reference cost.");
            if (audited is not null && (estimate.ReferenceCostUsd < audited.ReferenceLowerUsd || estimate.ReferenceCostUsd > audited.ReferenceUpperUsd))
                yield return $"{project}: the reference's cost by the rows that routes were chosen on lies outside of what audits show; the audits are of what was served.";
        }

        foreach (var batch in batches.Where(batch => batch.Answers > 0))
            yield return Sentence($"{batch.Project}: batches answered {batch.Answers:N0} rows; those of them that cost nothing have no line of their own and are in no saving and no latency.");
        if (byProject.Sum(line => line.UnknownCosts) is > 0 and var unknown) yield return Sentence($"{unknown:N0} calls have no known cost: the bill is at least the sum.");
        yield return forecast is null
            ? Sentence($"There is no forecast: it needs {SpendForecast.FewestWeeks} whole weeks since the first day of spending.")
            : SpendForecast.Method;
    }

    private static string Sentence(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);

    private sealed class LineRow
    {
        public string Name { get; init; } = "";
        public long Lines { get; init; }
        public long CostNano { get; init; }
        public long KnownCosts { get; init; }

        public SpendLine ToLine() => new(Name, Lines, Usd.FromNano(CostNano)!.Value, Lines - KnownCosts);
    }

    private sealed class BatchRow
    {
        public string Project { get; init; } = "";
        public long Answers { get; init; }
    }

    private sealed class SavingRow
    {
        public string Project { get; init; } = "";
        public long Predictions { get; init; }
        public long Compared { get; init; }
        public long? CostNano { get; init; }
        public long? ReferenceNano { get; init; }
    }
}
