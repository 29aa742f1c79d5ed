using System.Data.Common;
using Dapper;
using HybridAi.Learn.Evaluation;
using HybridAi.Storage;

namespace HybridAi.Serve.Reporting;

/// <summary>Makes cost reports out of the ledger and the labelling runs. The database adds up; only the sums come here.</summary>
public sealed class CostReports(IDatabase database)
{
    // Bounds are text in the one format that sorts by time; the open ends are texts before and after all of them.
    private const string InPeriod = "project = @project AND kind = @kind AND at >= @from AND at < @until";

    /// <summary>The report of a project from <paramref name="from"/> up to, not including, <paramref name="until"/>.</summary>
    public async Task<CostReport> MakeAsync(string project, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var period = new Period(connection, project, from ?? DateTimeOffset.MinValue, until ?? DateTimeOffset.MaxValue, cancellation);
        var tiers = await TiersAsync(period);
        var all = await period.SingleAsync<Totals>(
            LedgerKind.Prediction,
            $"""
             SELECT COUNT(CASE WHEN label IS NULL THEN 1 END) AS failed,
               COUNT(CASE WHEN label IS NOT NULL AND outcome <> 'ok' THEN 1 END) AS degraded, {Saving.Sums}
             FROM ledger WHERE {InPeriod}
             """);
        return new(
            project, from, until, all.Predictions, all.Degraded, all.Failed, tiers,
            Saving.Of(all.Predictions, all.Compared, all.CostNano, all.ReferenceNano), await LabellingAsync(period), await ModelCallsAsync(period));
    }

    private static async Task<IReadOnlyList<TierUse>> TiersAsync(Period period)
    {
        var rows = await period.QueryAsync<TierRow>(
            LedgerKind.Prediction,
            $"""
             SELECT tier, COUNT(*) AS predictions, CAST(SUM(COALESCE(cost_nano, 0)) AS BIGINT) AS cost_nano, COUNT(cost_nano) AS known_costs,
               COUNT(latency_micros) AS known_latencies
             FROM ledger WHERE {InPeriod} GROUP BY tier ORDER BY predictions DESC, tier
             """);
        var total = rows.Sum(row => row.Predictions);
        var tiers = new List<TierUse>();
        foreach (var row in rows)
        {
            tiers.Add(new(
                row.Tier, row.Predictions, (double)row.Predictions / total, Usd.FromNano(row.CostNano)!.Value, row.Predictions - row.KnownCosts,
                await LatencyAsync(period, row, 0.5), await LatencyAsync(period, row, 0.99), row.Predictions - row.KnownLatencies));
        }

        return tiers;
    }

    // By place in order: SQLite has no percentile, and this reads one row.
    private static async Task<double?> LatencyAsync(Period period, TierRow tier, double share)
        => tier.KnownLatencies == 0 ? null : await period.SingleAsync<long>(
            LedgerKind.Prediction,
            $"SELECT latency_micros FROM ledger WHERE {InPeriod} AND tier = @tier AND latency_micros IS NOT NULL ORDER BY latency_micros LIMIT 1 OFFSET @place",
            new { tier = tier.Tier, place = Percentile.Rank((int)tier.KnownLatencies, share) }) / 1000.0;

    private static async Task<IReadOnlyList<LabellingSpending>> LabellingAsync(Period period)
        => [.. (await period.QueryAsync<LabellingRow>(
            LedgerKind.Prediction,
            """
            SELECT labeller, COUNT(*) AS runs, CAST(SUM(labelled) AS BIGINT) AS labelled, CAST(SUM(failed) AS BIGINT) AS failed,
              CAST(SUM(cost_nano) AS BIGINT) AS cost_nano
            FROM labelling_runs WHERE project = @project AND started_at >= @from AND started_at < @until GROUP BY labeller ORDER BY labeller
            """)).Select(row => new LabellingSpending(row.Labeller, row.Runs, row.Labelled, row.Failed, Usd.FromNano(row.CostNano)!.Value))];

    private static async Task<IReadOnlyList<ModelSpending>> ModelCallsAsync(Period period)
        => [.. (await period.QueryAsync<CallRow>(
            LedgerKind.ModelCall,
            $"""
             SELECT COALESCE(model, '') AS model, COUNT(*) AS calls, COUNT(CASE WHEN outcome NOT IN ('ok', 'cache-hit', 'semantic-hit') THEN 1 END) AS failed,
               COUNT(CASE WHEN outcome = 'cache-hit' THEN 1 END) AS cache_hits,
               COUNT(CASE WHEN outcome = 'semantic-hit' THEN 1 END) AS semantic_hits,
               CAST(SUM(COALESCE(cost_nano, 0)) AS BIGINT) AS cost_nano, COUNT(cost_nano) AS known_costs,
               CAST(SUM(COALESCE(input_tokens, 0)) AS BIGINT) AS input_tokens, CAST(SUM(COALESCE(output_tokens, 0)) AS BIGINT) AS output_tokens
             FROM ledger WHERE {InPeriod} GROUP BY model ORDER BY model
             """)).Select(row => new ModelSpending(
                row.Model, row.Calls, row.Failed, Usd.FromNano(row.CostNano)!.Value, row.Calls - row.KnownCosts, row.InputTokens, row.OutputTokens,
                row.CacheHits, row.SemanticHits))];

    private sealed class Period(DbConnection connection, string project, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        public async Task<List<T>> QueryAsync<T>(LedgerKind kind, string sql, object? more = null)
            => (await connection.QueryAsync<T>(new CommandDefinition(sql, Parameters(kind, more), cancellationToken: cancellation))).AsList();

        public async Task<T> SingleAsync<T>(LedgerKind kind, string sql, object? more = null)
            => await connection.QuerySingleAsync<T>(new CommandDefinition(sql, Parameters(kind, more), cancellationToken: cancellation));

        private DynamicParameters Parameters(LedgerKind kind, object? more)
        {
            var parameters = new DynamicParameters(more);
            parameters.AddDynamicParams(new { project, kind = kind.ToString(), from, until });
            return parameters;
        }
    }

    private sealed class Totals
    {
        public long Predictions { get; init; }
        public long Failed { get; init; }
        public long Degraded { get; init; }
        public long Compared { get; init; }
        public long? CostNano { get; init; }
        public long? ReferenceNano { get; init; }
    }

    private sealed class TierRow
    {
        public string Tier { get; init; } = "";
        public long Predictions { get; init; }
        public long CostNano { get; init; }
        public long KnownCosts { get; init; }
        public long KnownLatencies { get; init; }
    }

    private sealed class LabellingRow
    {
        public string Labeller { get; init; } = "";
        public long Runs { get; init; }
        public long Labelled { get; init; }
        public long Failed { get; init; }
        public long CostNano { get; init; }
    }

    private sealed class CallRow
    {
        public string Model { get; init; } = "";
        public long Calls { get; init; }
        public long Failed { get; init; }
        public long CacheHits { get; init; }
        public long SemanticHits { get; init; }
        public long CostNano { get; init; }
        public long KnownCosts { get; init; }
        public long InputTokens { get; init; }
        public long OutputTokens { get; init; }
    }
}
