using Dapper;
using HybridAi.Storage;

namespace HybridAi.Llm.Gateway;

/// <summary>The projects' thresholds with the audits since.</summary>
public sealed class SemanticCalibrationStore(IDatabase database, TimeProvider clock)
{
    private const string Select =
        """
        SELECT c.project, c.embedding, c.embedding_version, c.evidence, c.created_at,
          (SELECT COUNT(*) FROM semantic_audits a WHERE a.project = c.project AND a.at >= c.created_at) AS audits,
          (SELECT COUNT(*) FROM semantic_audits a WHERE a.project = c.project AND a.at >= c.created_at AND a.same = 0) AS false_audits
        FROM semantic_calibrations c
        """;

    /// <summary>The project's threshold; null where none was shown.</summary>
    public async Task<SemanticCalibration?> FindAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition($"{Select} WHERE c.project = @project", new { project }, cancellationToken: cancellation));
        return row?.ToCalibration();
    }

    /// <summary>All of them, by project.</summary>
    public async Task<IReadOnlyList<SemanticCalibration>> ListAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition($"{Select} ORDER BY c.project", cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToCalibration())];
    }

    /// <summary>Puts a new threshold in the place of the old; audits count from now on.</summary>
    internal async Task<SemanticCalibration> SaveAsync(string project, SemanticEmbedder embedder, SemanticEvidence evidence, CancellationToken cancellation)
    {
        var calibration = new SemanticCalibration(project, embedder.Name, embedder.Version, evidence, clock.GetUtcNow(), 0, 0);
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO semantic_calibrations (project, embedding, embedding_version, evidence, created_at)
            VALUES (@Project, @Embedding, @EmbeddingVersion, @evidence, @CreatedAt)
            ON CONFLICT (project) DO UPDATE SET embedding = excluded.embedding, embedding_version = excluded.embedding_version,
              evidence = excluded.evidence, created_at = excluded.created_at
            """,
            new { calibration.Project, calibration.Embedding, calibration.EmbeddingVersion, evidence = Json.Write(evidence), calibration.CreatedAt },
            cancellationToken: cancellation));
        return calibration;
    }

    /// <summary>Takes a project's threshold away, or everybody's.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RemoveAsync(string? project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(
            $"DELETE FROM semantic_calibrations {(project is null ? "" : "WHERE project = @project")}", new { project }, cancellationToken: cancellation));
    }

    /// <summary>Writes down whether an audited hit's answers agreed.</summary>
    internal async Task AuditAsync(string project, double similarity, bool same, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO semantic_audits (project, similarity, same, at) VALUES (@project, @similarity, @same, @now)",
            new { project, similarity, same = same ? 1L : 0L, now = clock.GetUtcNow() }, cancellationToken: cancellation));
    }

    private sealed class Row
    {
        public string Project { get; init; } = "";
        public string Embedding { get; init; } = "";
        public string EmbeddingVersion { get; init; } = "";
        public string Evidence { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public long Audits { get; init; }
        public long FalseAudits { get; init; }

        public SemanticCalibration ToCalibration()
            => new(Project, Embedding, EmbeddingVersion, Json.Read<SemanticEvidence>(Evidence), CreatedAt, (int)Audits, (int)FalseAudits);
    }
}
