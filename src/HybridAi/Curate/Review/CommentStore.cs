using Dapper;
using HybridAi.Curate.Ingestion;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>What somebody had to say about a record.</summary>
/// <param name="Seq">Its place in the history.</param>
/// <param name="RecordId">Which record.</param>
/// <param name="Author">Who.</param>
/// <param name="Text">What; text, never markup.</param>
/// <param name="CreatedAt">When.</param>
public sealed record ReviewComment(long Seq, string RecordId, string Author, string Text, DateTimeOffset CreatedAt);

/// <summary>The comments on records, append-only.</summary>
public sealed class CommentStore(IDatabase database, RecordStore records, TimeProvider clock)
{
    private const int MostCharacters = 4_000;

    /// <summary>Appends a comment, or says why not: no record, no text, no author, too long.</summary>
    public async Task<Outcome<ReviewComment>> AddAsync(string project, string recordId, string author, string text, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(author)) return Fault.BadInput("author-missing", "A comment needs the name of its author.");
        if (string.IsNullOrWhiteSpace(text)) return Fault.BadInput("comment-empty", "A comment needs a text.");
        if (text.Length > MostCharacters)
            return Fault.BadInput("comment-too-long", $"A comment has at most {MostCharacters:N0} characters, not {text.Length:N0}.");
        if (await records.FindAsync(project, recordId, cancellation) is null)
            return Fault.NotFound("record-unknown", $"There is no record '{recordId}' in '{project}'.");
        var comment = new ReviewComment(0, recordId, author, text.Trim(), clock.GetUtcNow());
        await using var connection = await database.OpenAsync(cancellation);
        return comment with
        {
            Seq = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                """
                INSERT INTO review_comments (project, record_id, author, text, created_at)
                VALUES (@project, @RecordId, @Author, @Text, @CreatedAt) RETURNING seq
                """,
                new { project, comment.RecordId, comment.Author, comment.Text, comment.CreatedAt }, cancellationToken: cancellation)),
        };
    }

    /// <summary>The comments on one record, oldest first.</summary>
    public async Task<IReadOnlyList<ReviewComment>> OfAsync(string project, string recordId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM review_comments WHERE project = @project AND record_id = @recordId ORDER BY seq",
            new { project, recordId }, cancellationToken: cancellation));
        return [.. rows.Select(row => new ReviewComment(row.Seq, row.RecordId, row.Author, row.Text, row.CreatedAt))];
    }

    private sealed class Row
    {
        public long Seq { get; init; }
        public string RecordId { get; init; } = "";
        public string Author { get; init; } = "";
        public string Text { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
    }
}
