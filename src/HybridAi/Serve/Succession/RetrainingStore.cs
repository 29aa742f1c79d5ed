using Dapper;
using HybridAi.Storage;

namespace HybridAi.Serve.Succession;

/// <summary>A retraining that was asked for.</summary>
/// <param name="Reason">Why.</param>
/// <param name="JobId">The job; or who asked, where it was no job.</param>
/// <param name="At">When.</param>
public sealed record Retraining(string Reason, string JobId, DateTimeOffset At);

/// <summary>When projects were retrained, and how much they have learned since.</summary>
public sealed class RetrainingStore(IDatabase database, TimeProvider clock)
{
    /// <summary>Writes down that the project is retrained now.</summary>
    public async Task AddAsync(string project, string reason, string jobId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO retrainings (project, reason, job_id, created_at) VALUES (@project, @reason, @jobId, @now)",
            new { project, reason, jobId, now = clock.GetUtcNow() }, cancellationToken: cancellation));
    }

    /// <summary>The newest retraining; null where there was none.</summary>
    public async Task<Retraining?> NewestAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT reason, job_id, created_at FROM retrainings WHERE project = @project ORDER BY seq DESC LIMIT 1", new { project }, cancellationToken: cancellation));
        return row is null ? null : new(row.Reason, row.JobId, row.CreatedAt);
    }

    /// <summary>How many records have got a label since then that they may teach with: of a person, or of this labeller. A second label of either counts again.</summary>
    public async Task<int> NewLabelsAsync(string project, string labeller, DateTimeOffset since, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            """
            SELECT COUNT(*) FROM (
              SELECT record_id FROM labels WHERE project = @project AND labeller = @labeller AND label IS NOT NULL AND created_at > @since
              UNION
              SELECT record_id FROM annotations WHERE project = @project AND voided = 0 AND action <> 'Skip' AND created_at > @since) AS learned
            """,
            new { project, labeller, since }, cancellationToken: cancellation));
    }

    private sealed class Row
    {
        public string Reason { get; init; } = "";
        public string JobId { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
    }
}
