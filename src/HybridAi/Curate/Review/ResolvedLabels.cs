using Dapper;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>The label that people have come to for a record.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Label">The label that holds.</param>
/// <param name="By">The reviewer who decided, or those who agreed.</param>
/// <param name="Adjudicated">Whether a reviewer decided.</param>
/// <param name="SuggestionShown">Whether any of them saw a suggestion before deciding.</param>
public sealed record ResolvedLabel(string RecordId, string Label, string By, bool Adjudicated, bool SuggestionShown);

/// <summary>What people have come to: the one source of reviewed labels for datasets, labellers that learn, reports and evaluation.</summary>
public sealed class ResolvedLabels(IDatabase database, QueuePlanner planner)
{
    /// <summary>The records that are done and whose label the schema knows, in the order in which they were.</summary>
    public async Task<IReadOnlyList<ResolvedLabel>> AllAsync(Project project, CancellationToken cancellation)
    {
        await planner.FollowAsync(project, cancellation);
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            SELECT record_id, state, label, decided_by, suggestion_shown FROM resolutions
            WHERE project = @Name AND label IS NOT NULL ORDER BY last_seq, record_id
            """,
            new { project.Name }, cancellationToken: cancellation));
        return [.. rows.Select(row => new ResolvedLabel(
            row.RecordId, row.Label, row.DecidedBy, row.State == nameof(ResolutionState.Adjudicated), row.SuggestionShown != 0))];
    }

    private sealed class Row
    {
        public string RecordId { get; init; } = "";
        public string State { get; init; } = "";
        public string Label { get; init; } = "";
        public string DecidedBy { get; init; } = "";
        public long SuggestionShown { get; init; }
    }
}
