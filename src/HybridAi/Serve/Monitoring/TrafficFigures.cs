using Dapper;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Serve.Monitoring;

/// <summary>The predictions that a tier of routes with one model gave in a span.</summary>
/// <param name="Model">The model's hash; null where the route has none.</param>
/// <param name="Tier">The tier whose answer stood; <c>none</c> where none did.</param>
/// <param name="Predictions">How many there were.</param>
/// <param name="PerSecond">Their rate over the span.</param>
/// <param name="Errors">Those without an answer; one that a person has yet to give is none of them.</param>
/// <param name="Degraded">Those with an answer that the route was not chosen for.</param>
/// <param name="CostUsd">What they cost, as far as known.</param>
/// <param name="UnknownCosts">Those whose cost is unknown.</param>
/// <param name="Latency">How long they took, as far as measured.</param>
public sealed record TierTraffic(
    string? Model, string Tier, long Predictions, double PerSecond, long Errors, long Degraded, decimal CostUsd, long UnknownCosts, LatencyHistogram Latency);

/// <summary>Reads rate, errors, latency and cost of a project's traffic from the ledger.</summary>
public sealed class TrafficFigures(IDatabase database, RouteStore routes)
{
    /// <summary>By model and tier, the busiest first; sums are made by the database, so that a busy day takes no memory here.</summary>
    public async Task<IReadOnlyList<TierTraffic>> OfAsync(string project, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
             SELECT route, tier, bucket, COUNT(*) AS predictions, COUNT(CASE WHEN label IS NULL AND outcome <> '{PersonLabeller.Asked}' THEN 1 END) AS errors,
               COUNT(CASE WHEN label IS NOT NULL AND outcome <> 'ok' THEN 1 END) AS degraded, CAST(SUM(COALESCE(cost_nano, 0)) AS BIGINT) AS cost_nano,
               COUNT(CASE WHEN cost_nano IS NULL THEN 1 END) AS unknown_costs, COUNT(latency_micros) AS latencies
             FROM (
               SELECT route, tier, label, outcome, cost_nano, latency_micros, {LatencyHistogram.Sql} AS bucket
               FROM ledger WHERE project = @project AND kind = @kind AND at >= @from AND at < @until) AS t
             GROUP BY route, tier, bucket
             """,
            new { project, kind = nameof(LedgerKind.Prediction), from, until }, cancellationToken: cancellation))).ToList();
        var models = new Dictionary<string, string?>();
        foreach (var route in rows.Select(row => row.Route).OfType<string>().Distinct())
            models[route] = (await routes.FindAsync(project, route, cancellation)).Succeeded(out var stored, out _) ? stored.Definition.ModelHash : null;
        var seconds = Math.Max(1, (until - from).TotalSeconds);
        return [.. rows.GroupBy(row => (Model: row.Route is null ? null : models[row.Route], row.Tier)).Select(tier => new TierTraffic(
            tier.Key.Model, tier.Key.Tier, tier.Sum(row => row.Predictions), tier.Sum(row => row.Predictions) / seconds, tier.Sum(row => row.Errors),
            tier.Sum(row => row.Degraded), Usd.FromNano(tier.Sum(row => row.CostNano))!.Value, tier.Sum(row => row.UnknownCosts),
            LatencyHistogram.Of(tier.Select(row => (row.Bucket, row.Latencies))))).OrderByDescending(tier => tier.Predictions)];
    }

    private sealed class Row
    {
        public string? Route { get; init; }
        public string Tier { get; init; } = "";
        public long Bucket { get; init; }
        public long Predictions { get; init; }
        public long Errors { get; init; }
        public long Degraded { get; init; }
        public long CostNano { get; init; }
        public long UnknownCosts { get; init; }
        public long Latencies { get; init; }
    }
}
