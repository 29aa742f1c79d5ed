using Dapper;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>How good the annotators of a project are. For reviewers: who sees it knows which records are checks.</summary>
public sealed class AnnotatorQualityReport(IDatabase database)
{
    private const string Judged =
        """
        SELECT a.annotator, a.record_id, a.label, a.suggested_label, a.suggestion_shown, a.duration_ms, a.in_bulk, r.gold, LENGTH(r.text) AS characters
        FROM annotations a JOIN records r ON r.project = a.project AND r.id = a.record_id
        WHERE a.project = @Name AND a.voided = 0 AND a.label IS NOT NULL ORDER BY a.annotator, a.seq
        """;

    /// <summary>Every annotator of the project, by name.</summary>
    public async Task<IReadOnlyList<AnnotatorQuality>> OfAsync(Project project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(Judged, new { project.Name }, cancellationToken: cancellation));
        return [.. rows.GroupBy(row => row.Annotator).Select(own => AnnotatorQuality.Of(own.Key, [.. own.Select(row => row.ToAnswer(project))]))];
    }

    private sealed class Row
    {
        public string Annotator { get; init; } = "";
        public string RecordId { get; init; } = "";
        public string Label { get; init; } = "";
        public string? SuggestedLabel { get; init; }
        public long SuggestionShown { get; init; }
        public long? DurationMs { get; init; }
        public long InBulk { get; init; }
        public string? Gold { get; init; }
        public long Characters { get; init; }

        public JudgedAnswer ToAnswer(Project project) => new(
            RecordId, Label, SuggestedLabel, SuggestionShown != 0, DurationMs is { } took ? TimeSpan.FromMilliseconds(took) : null, InBulk != 0,
            Gold is { } gold && project.Knows(gold) ? gold : null, Characters);
    }
}
