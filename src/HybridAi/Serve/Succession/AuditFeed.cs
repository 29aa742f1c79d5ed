using Dapper;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Serve.Succession;

/// <summary>
/// Brings audits of the decision log to where they count: each once when the reference is known, and once more when a person's label comes. Only
/// answers that went as the route was chosen are watched; what was degraded or cut short no certificate covers. What was handed to a person is answered by that
/// person in the end.
/// </summary>
public sealed class AuditFeed(IDatabase database, AuditIntake intake)
{
    private const int AtOnce = 500;

    private const string NewAudits =
        $"""
         SELECT a.decision AS id, a.project, d.request_id, d.record_id, d.route, a.reference_label AS reference, COALESCE(d.gold, s.label) AS gold, d.at,
           CASE WHEN d.outcome = '{PersonLabeller.Asked}' THEN a.reference_label ELSE d.label END AS label
         FROM audits a JOIN decisions d ON d.id = a.decision
         LEFT JOIN records r ON r.project = d.project AND r.hash = d.text_hash AND r.duplicate_of IS NULL
         LEFT JOIN resolutions s ON s.project = r.project AND s.record_id = r.id
         LEFT JOIN floor_audits g ON g.project = a.project AND g.audit_id = a.decision AND g.truth = '{nameof(Truth.Gold)}'
         LEFT JOIN floor_audits f ON f.project = a.project AND f.audit_id = a.decision AND f.truth = '{nameof(Truth.Reference)}'
         WHERE a.reference_label IS NOT NULL AND d.arm <> '{DecisionArms.Shadow}' AND d.outcome IN ('ok', '{PersonLabeller.Asked}')
           AND (f.audit_id IS NULL OR (g.audit_id IS NULL AND COALESCE(d.gold, s.label) IS NOT NULL))
         """;

    /// <summary>The projects that have audits to be taken in.</summary>
    public async Task<IReadOnlyList<string>> ProjectsAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return [.. await connection.QueryAsync<string>(new CommandDefinition(
            $"SELECT DISTINCT n.project FROM ({NewAudits}) AS n ORDER BY n.project", cancellationToken: cancellation))];
    }

    /// <summary>Takes in the project's new audits, in the order in which they were decided.</summary>
    /// <returns>How many that were.</returns>
    public async Task<int> TakeInAsync(string project, CancellationToken cancellation)
    {
        for (var taken = 0; ;)
        {
            var page = await PageAsync(project, cancellation);
            var before = taken;
            foreach (var audit in page)
                if ((await intake.TakeAsync(audit, cancellation)).Fault is null)
                    taken++;
            // Audits of a route that is gone stay in the page: without them there is nothing more to do.
            if (page.Count < AtOnce || taken == before) return taken;
        }
    }

    private async Task<IReadOnlyList<AuditedDecision>> PageAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"{NewAudits} AND a.project = @project ORDER BY d.seq LIMIT @AtOnce", new { project, AtOnce }, cancellationToken: cancellation));
        return [.. rows.Select(row => new AuditedDecision(row.Id, row.Project, row.RequestId, row.RecordId, row.Route, row.Label, row.Reference, row.Gold, row.At))];
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Project { get; init; } = "";
        public string RequestId { get; init; } = "";
        public string RecordId { get; init; } = "";
        public string Route { get; init; } = "";
        public string? Label { get; init; }
        public string? Reference { get; init; }
        public string? Gold { get; init; }
        public DateTimeOffset At { get; init; }
    }
}
