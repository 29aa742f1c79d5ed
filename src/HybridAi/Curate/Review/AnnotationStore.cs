using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>What people did, append-only: an undo voids a line and never deletes it.</summary>
public sealed class AnnotationStore(IDatabase database)
{
    /// <summary>The standing lines, skips included, oldest first.</summary>
    public Task<IReadOnlyList<Annotation>> StandingAsync(string project, CancellationToken cancellation)
        => ReadAsync("SELECT * FROM annotations WHERE project = @project AND voided = 0 ORDER BY seq", new { project }, cancellation);

    /// <summary>Everything that people did with one record, voided lines included, oldest first.</summary>
    public Task<IReadOnlyList<Annotation>> HistoryAsync(string project, string recordId, CancellationToken cancellation)
        => ReadAsync(
            "SELECT * FROM annotations WHERE project = @project AND record_id = @recordId ORDER BY seq", new { project, recordId }, cancellation);

    internal static async Task<IReadOnlyList<Annotation>> StandingOfAsync(ReviewTransaction work, string recordId, CancellationToken cancellation)
        => [.. (await work.QueryAsync<AnnotationRow>(
            "SELECT * FROM annotations WHERE project = @Project AND record_id = @recordId AND voided = 0 ORDER BY seq",
            new { work.Project, recordId }, cancellation)).Select(row => row.ToAnnotation())];

    internal static async Task<Annotation> AddAsync(ReviewTransaction work, Annotation annotation, CancellationToken cancellation)
        => annotation with
        {
            Seq = await work.FirstAsync<long>(
                """
                INSERT INTO annotations (project, project_version, record_id, annotator, action, label, suggested_label, suggested_by, suggestion_shown,
                  voided, created_at, queue, reason, asked_at, duration_ms, comment, in_bulk, gold_check, extra)
                VALUES (@Project, @ProjectVersion, @RecordId, @Annotator, @Action, @Label, @SuggestedLabel, @SuggestedBy, @SuggestionShown,
                  0, @CreatedAt, @Queue, @Reason, @AskedAt, @DurationMs, @Comment, @InBulk, @GoldCheck, @Extra)
                RETURNING seq
                """,
                AnnotationRow.From(work.Project, annotation), cancellation),
        };

    /// <summary>Voids the annotator's last standing line and returns it; null when there is none.</summary>
    internal static async Task<Annotation?> VoidLastAsync(ReviewTransaction work, string annotator, CancellationToken cancellation)
        => (await work.FirstAsync<AnnotationRow>(
            """
            UPDATE annotations SET voided = 1, voided_because = 'undone'
            WHERE seq = (SELECT MAX(seq) FROM annotations WHERE project = @Project AND annotator = @annotator AND voided = 0)
            RETURNING *
            """,
            new { work.Project, annotator }, cancellation))?.ToAnnotation();

    /// <summary>Voids one line, which something newer takes the place of.</summary>
    internal static Task VoidAsync(ReviewTransaction work, long seq, string because, CancellationToken cancellation)
        => work.ExecuteAsync("UPDATE annotations SET voided = 1, voided_because = @because WHERE seq = @seq", new { seq, because }, cancellation);

    private async Task<IReadOnlyList<Annotation>> ReadAsync(string sql, object parameters, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<AnnotationRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToAnnotation())];
    }
}
