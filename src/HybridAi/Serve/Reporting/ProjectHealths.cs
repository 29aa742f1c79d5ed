using HybridAi.Learning.Statistics;
using HybridAi.Storage;

namespace HybridAi.Serve.Reporting;

/// <summary>Tells how projects are, all of them with three questions to the database.</summary>
public sealed class ProjectHealths(IDatabase database, TimeProvider clock)
{
    // A share without an answer that is certainly above this one is no accident.
    private const double Bearable = 0.05;
    private const double Confidence = 0.95;

    /// <summary>How these projects are, in their order.</summary>
    public async Task<IReadOnlyList<ProjectHealth>> ReadAsync(IReadOnlyList<string> projects, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        await using var connection = await database.OpenAsync(cancellation);
        var lastDay = new ScopedQueries(connection, new(projects, now.AddDays(-1)), cancellation);
        var served = (await lastDay.QueryAsync<Row>(
            $"""
             SELECT project, COUNT(*) AS lines, COUNT(CASE WHEN label IS NULL THEN 1 END) AS failed FROM ledger
             WHERE {lastDay.Within()} AND kind = @kind GROUP BY project
             """, new { kind = nameof(LedgerKind.Prediction) })).ToDictionary(row => row.Project, StringComparer.Ordinal);
        var thisMonth = new ScopedQueries(connection, new(projects, month), cancellation);
        var spent = (await thisMonth.QueryAsync<Row>(
            $"SELECT project, CAST(SUM(COALESCE(cost_nano, 0)) AS BIGINT) AS cost_nano FROM ledger WHERE {thisMonth.Within()} AND kind = @kind GROUP BY project",
            new { kind = nameof(LedgerKind.ModelCall) })).ToDictionary(row => row.Project, row => Usd.FromNano(row.CostNano)!.Value, StringComparer.Ordinal);
        var ever = new ScopedQueries(connection, new(projects), cancellation);
        var routes = (await ever.QueryAsync<Row>(
            $"SELECT project, route FROM route_moves m WHERE {ever.Within("m.", "created_at")} AND seq = (SELECT MAX(seq) FROM route_moves n WHERE n.project = m.project)"))
            .ToDictionary(row => row.Project, row => row.Route, StringComparer.Ordinal);
        return [.. projects.Select(project =>
        {
            var (route, line) = (routes.GetValueOrDefault(project), served.GetValueOrDefault(project));
            var (lines, failed) = (line?.Lines ?? 0, line?.Failed ?? 0);
            return new ProjectHealth(project, route, lines, failed, spent.GetValueOrDefault(project), Word(route, lines, failed));
        })];
    }

    private static HealthWord Word(string? route, long lines, long failed)
    {
        if (ClopperPearson.Lower((int)failed, (int)lines, Confidence) > Bearable) return HealthWord.Failing;
        if (lines > 0) return HealthWord.Answering;
        return route is null ? HealthWord.NoRoute : HealthWord.Quiet;
    }

    private sealed class Row
    {
        public string Project { get; init; } = "";
        public long Lines { get; init; }
        public long Failed { get; init; }
        public long CostNano { get; init; }
        public string? Route { get; init; }
    }
}
