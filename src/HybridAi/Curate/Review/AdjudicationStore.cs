using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>The reviewers' decisions, append-only: one stands for each record that was decided.</summary>
public sealed class AdjudicationStore(IDatabase database)
{
    /// <summary>All decisions on one record, oldest first.</summary>
    public async Task<IReadOnlyList<Adjudication>> HistoryAsync(string project, string recordId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM adjudications WHERE project = @project AND record_id = @recordId ORDER BY seq",
            new { project, recordId }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToAdjudication())];
    }

    internal static async Task<IReadOnlyList<Adjudication>> StandingAsync(ReviewTransaction work, CancellationToken cancellation)
        => [.. (await work.QueryAsync<Row>(
            "SELECT * FROM adjudications WHERE project = @Project AND voided = 0", new { work.Project }, cancellation)).Select(row => row.ToAdjudication())];

    internal static async Task<Adjudication?> StandingOfAsync(ReviewTransaction work, string recordId, CancellationToken cancellation)
        => (await work.FirstAsync<Row>(
            "SELECT * FROM adjudications WHERE project = @Project AND record_id = @recordId AND voided = 0",
            new { work.Project, recordId }, cancellation))?.ToAdjudication();

    /// <summary>Appends the decision in the place of the one that stood.</summary>
    internal static async Task<Adjudication> AddAsync(ReviewTransaction work, Adjudication decision, CancellationToken cancellation)
    {
        await work.ExecuteAsync(
            "UPDATE adjudications SET voided = 1 WHERE project = @Project AND record_id = @RecordId AND voided = 0",
            new { work.Project, decision.RecordId }, cancellation);
        return decision with
        {
            Seq = await work.FirstAsync<long>(
                """
                INSERT INTO adjudications (project, project_version, record_id, reviewer, label, reason, comment, voided, created_at)
                VALUES (@Project, @ProjectVersion, @RecordId, @Reviewer, @Label, @Reason, @Comment, 0, @CreatedAt)
                RETURNING seq
                """,
                new
                {
                    work.Project, decision.ProjectVersion, decision.RecordId, decision.Reviewer, decision.Label, Reason = decision.Reason.ToString(),
                    decision.Comment, decision.CreatedAt,
                },
                cancellation),
        };
    }

    private sealed class Row
    {
        public long Seq { get; init; }
        public long ProjectVersion { get; init; }
        public string RecordId { get; init; } = "";
        public string Reviewer { get; init; } = "";
        public string Label { get; init; } = "";
        public string Reason { get; init; } = "";
        public string? Comment { get; init; }
        public long Voided { get; init; }
        public DateTimeOffset CreatedAt { get; init; }

        public Adjudication ToAdjudication() => new(
            Seq, RecordId, Reviewer, Label, Enum.Parse<DisputeReason>(Reason), Comment, ProjectVersion, CreatedAt, Voided == 0);
    }
}
