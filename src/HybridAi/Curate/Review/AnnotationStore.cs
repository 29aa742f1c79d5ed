using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>What people did, append-only: an undo voids a line and never deletes it.</summary>
public sealed class AnnotationStore(IDatabase database)
{
    /// <summary>Appends the annotation; null when the record already has a standing label by somebody.</summary>
    public async Task<Annotation?> AddAsync(string project, Annotation annotation, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var seq = await connection.QueryFirstOrDefaultAsync<long?>(new CommandDefinition(
            """
            INSERT INTO annotations (project, project_version, record_id, annotator, action, label, suggested_label, suggested_by,
              suggestion_shown, voided, created_at)
            VALUES (@Project, @ProjectVersion, @RecordId, @Annotator, @Action, @Label, @SuggestedLabel, @SuggestedBy, @SuggestionShown, 0, @CreatedAt)
            ON CONFLICT DO NOTHING
            RETURNING seq
            """,
            Row.From(project, annotation), cancellationToken: cancellation));
        return seq is { } known ? annotation with { Seq = known } : null;
    }

    /// <summary>Voids the annotator's last standing line and returns it; null when there is none.</summary>
    public async Task<Annotation?> VoidLastAsync(string project, string annotator, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            """
            UPDATE annotations SET voided = 1
            WHERE seq = (SELECT MAX(seq) FROM annotations WHERE project = @project AND annotator = @annotator AND voided = 0)
            RETURNING *
            """,
            new { project, annotator }, cancellationToken: cancellation));
        return row?.ToAnnotation();
    }

    /// <summary>The standing lines, skips included, oldest first.</summary>
    public async Task<IReadOnlyList<Annotation>> StandingAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM annotations WHERE project = @project AND voided = 0 ORDER BY seq", new { project }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToAnnotation())];
    }

    /// <summary>The standing label of one record; null where nobody has given one.</summary>
    public async Task<Annotation?> StandingOfAsync(string project, string recordId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT * FROM annotations WHERE project = @project AND record_id = @recordId AND voided = 0 AND action <> 'Skip'",
            new { project, recordId }, cancellationToken: cancellation));
        return row?.ToAnnotation();
    }

    private sealed class Row
    {
        public long Seq { get; init; }
        public string Project { get; init; } = "";
        public long ProjectVersion { get; init; }
        public string RecordId { get; init; } = "";
        public string Annotator { get; init; } = "";
        public string Action { get; init; } = "";
        public string? Label { get; init; }
        public string? SuggestedLabel { get; init; }
        public string? SuggestedBy { get; init; }
        public long SuggestionShown { get; init; }
        public DateTimeOffset CreatedAt { get; init; }

        public static Row From(string project, Annotation annotation) => new()
        {
            Project = project,
            ProjectVersion = annotation.ProjectVersion,
            RecordId = annotation.RecordId,
            Annotator = annotation.Annotator,
            Action = annotation.Action.ToString(),
            Label = annotation.Label,
            SuggestedLabel = annotation.SuggestedLabel,
            SuggestedBy = annotation.SuggestedBy,
            SuggestionShown = annotation.SuggestionShown ? 1 : 0,
            CreatedAt = annotation.CreatedAt,
        };

        public Annotation ToAnnotation() => new(
            Seq, RecordId, Annotator, Enum.Parse<ReviewAction>(Action), Label, SuggestedLabel, SuggestedBy, SuggestionShown != 0, ProjectVersion, CreatedAt);
    }
}
