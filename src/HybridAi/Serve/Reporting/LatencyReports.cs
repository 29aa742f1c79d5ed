using HybridAi.Learn.Evaluation;
using HybridAi.Learning.Statistics;
using HybridAi.Storage;

namespace HybridAi.Serve.Reporting;

/// <summary>Makes latency reports out of the ledger.</summary>
public sealed class LatencyReports(IDatabase database)
{
    private const double Confidence = 0.95;

    private static readonly string[] Notes =
    [
        "Percentiles are by nearest rank over all of the period, of predictions whose time was measured. A prediction without an answer counts as late.",
        "The interval of the attainment takes predictions as independent: a slow hour makes it too narrow.",
    ];

    /// <summary>The report.</summary>
    public async Task<LatencyReport> MakeAsync(ReportScope scope, LatencyObjective objective, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var queries = new ScopedQueries(connection, scope, cancellation);
        var rows = await queries.QueryAsync<Row>(
            $"""
             SELECT project, tier, COALESCE(model, '') AS model, COUNT(*) AS predictions, COUNT(CASE WHEN label IS NULL THEN 1 END) AS failed,
               COUNT(CASE WHEN label IS NOT NULL AND latency_micros IS NULL THEN 1 END) AS not_measured, COUNT(latency_micros) AS measured,
               COUNT(CASE WHEN label IS NOT NULL AND latency_micros <= @most THEN 1 END) AS in_time
             FROM ledger WHERE {queries.Within()} AND kind = @kind GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC, 2, 3
             """, new { kind = nameof(LedgerKind.Prediction), most = (long)(objective.WithinMs * 1_000) });
        var lines = new List<LatencyLine>();
        foreach (var row in rows)
        {
            var counted = row.Predictions - row.NotMeasured;
            double? attainment = counted == 0 ? null : (double)row.InTime / counted;
            (double Lower, double Upper)? interval = counted == 0 ? null : ClopperPearson.Interval((int)row.InTime, (int)counted, Confidence);
            lines.Add(new(
                row.Project, row.Tier, row.Model, row.Predictions, row.Failed, row.NotMeasured, await PercentileAsync(queries, row, 0.5),
                await PercentileAsync(queries, row, 0.95), await PercentileAsync(queries, row, 0.99), row.InTime, attainment, interval?.Lower, interval?.Upper,
                attainment is { } share ? share >= objective.Share : null));
        }

        return new(scope.Projects, scope.From, scope.Until, objective, lines, Notes);
    }

    // By place in order: SQLite has no percentile, and this reads one row.
    private static async Task<double?> PercentileAsync(ScopedQueries queries, Row row, double share)
        => row.Measured == 0 ? null : await queries.SingleAsync<long>(
            $"""
             SELECT latency_micros FROM ledger WHERE {queries.Within()} AND kind = @kind AND project = @project AND tier = @tier AND COALESCE(model, '') = @model
               AND latency_micros IS NOT NULL ORDER BY latency_micros LIMIT 1 OFFSET @place
             """,
            new { kind = nameof(LedgerKind.Prediction), project = row.Project, tier = row.Tier, model = row.Model, place = Percentile.Rank((int)row.Measured, share) }) / 1000.0;

    private sealed class Row
    {
        public string Project { get; init; } = "";
        public string Tier { get; init; } = "";
        public string Model { get; init; } = "";
        public long Predictions { get; init; }
        public long Failed { get; init; }
        public long NotMeasured { get; init; }
        public long Measured { get; init; }
        public long InTime { get; init; }
    }
}
