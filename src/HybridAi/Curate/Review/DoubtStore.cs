using Dapper;
using HybridAi.Curate.Labelling;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>The doubts of all projects: one a record, the newest.</summary>
public sealed class DoubtStore(IDatabase database)
{
    private const int RowsAtOnce = 1_000;

    /// <summary>Puts the doubts in the place of what the project had: a record without one has no label that could be doubted.</summary>
    public async Task ReplaceAsync(string project, IReadOnlyCollection<Doubt> doubts, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM doubts WHERE project = @project", new { project }, transaction.Inner, cancellationToken: cancellation));
        foreach (var some in doubts.Chunk(RowsAtOnce))
        {
            await connection.ExecuteAsync(new CommandDefinition(Upsert, some.Select(doubt => Row.From(project, doubt)), transaction.Inner, cancellationToken: cancellation));
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Adds the doubts, or puts them in the place of older ones of the same records; others stay.</summary>
    public async Task UpsertAsync(string project, IReadOnlyCollection<Doubt> doubts, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        await connection.ExecuteAsync(new CommandDefinition(Upsert, doubts.Select(doubt => Row.From(project, doubt)), transaction.Inner, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The doubts of the project, the most doubtful first.</summary>
    /// <param name="project">The project.</param>
    /// <param name="most">At most so many; null: all.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<IReadOnlyList<Doubt>> MostDoubtfulAsync(string project, int? most, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM doubts WHERE project = @project ORDER BY score DESC, record_id LIMIT @most",
            new { project, most = most ?? long.MaxValue }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToDoubt())];
    }

    /// <summary>The doubt of one record; null where there is none.</summary>
    public async Task<Doubt?> FindAsync(string project, string recordId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT * FROM doubts WHERE project = @project AND record_id = @recordId", new { project, recordId }, cancellationToken: cancellation));
        return row?.ToDoubt();
    }

    private const string Upsert =
        """
        INSERT INTO doubts (project, record_id, labeller, label, score, parts, confidences, version, created_at)
        VALUES (@Project, @RecordId, @Labeller, @Label, @Score, @Parts, @Confidences, @Version, @CreatedAt)
        ON CONFLICT (project, record_id) DO UPDATE SET labeller = excluded.labeller, label = excluded.label, score = excluded.score,
          parts = excluded.parts, confidences = excluded.confidences, version = excluded.version, created_at = excluded.created_at
        """;

    private sealed class Row
    {
        public string Project { get; init; } = "";
        public string RecordId { get; init; } = "";
        public string Labeller { get; init; } = "";
        public string Label { get; init; } = "";
        public double Score { get; init; }
        public string Parts { get; init; } = "";
        public string Confidences { get; init; } = "";
        public string Version { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }

        public static Row From(string project, Doubt doubt) => new()
        {
            Project = project,
            RecordId = doubt.RecordId,
            Labeller = doubt.Labeller,
            Label = doubt.Label,
            Score = doubt.Score,
            Parts = Json.Write(doubt.Parts),
            Confidences = Json.Write(doubt.Confidences),
            Version = doubt.Version,
            CreatedAt = doubt.CreatedAt,
        };

        public Doubt ToDoubt() => new(RecordId, Labeller, Label, Score, Json.Read<Dictionary<string, double>>(Parts), Version, CreatedAt)
        {
            Confidences = Json.Read<Dictionary<ConfidenceSource, SourceConfidence>>(Confidences),
        };
    }
}
