using System.Data.Common;
using System.Text.Json;
using Dapper;
using HybridAi.Storage;

namespace HybridAi.Jobs;

/// <summary>
/// The jobs of all projects. A running job belongs to an owner, the process at work on it, and only the owner may report or end it; an
/// owner that stops renewing its lease loses the job to whoever claims it next.
/// </summary>
public sealed class JobStore(IDatabase database, TimeProvider clock)
{
    private const string UniqueViolation = "23505";

    // A job that takes its process down with it must not do so for ever.
    private const int MaxTakeovers = 3;

    private const string GiveUp =
        """
        UPDATE jobs SET state = 'Failed', fault = @fault, owner = NULL, ended_at = @now
        WHERE state = 'Running' AND seen_at < @silentSince AND takeovers >= @MaxTakeovers
        """;

    private static readonly Fault Lost = Fault.Unavailable(
        "job-lost", $"The process at work on the job has died {MaxTakeovers + 1} times: the job is given up. The log of the last one may say why.");

    // The condition stands twice: PostgreSQL checks only the outer one again when two processes reached for the same row.
    private const string Claim =
        """
        UPDATE jobs SET state = 'Running', owner = @owner, seen_at = @now, started_at = COALESCE(started_at, @now),
          takeovers = takeovers + CASE WHEN state = 'Running' THEN 1 ELSE 0 END
        WHERE (state = 'Queued' OR (state = 'Running' AND seen_at < @silentSince)) AND id = (
          SELECT j.id FROM jobs j
          WHERE (j.state = 'Queued' AND NOT EXISTS (
              SELECT 1 FROM jobs r WHERE r.project = j.project AND r.kind = j.kind AND r.state = 'Running'))
            OR (j.state = 'Running' AND j.seen_at < @silentSince)
          ORDER BY j.created_at, j.id LIMIT 1)
        RETURNING *
        """;

    /// <summary>Adds a job to the queue.</summary>
    public async Task<Job> AddAsync(string project, string kind, JsonElement arguments, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var job = new Job($"job-{Guid.CreateVersion7(now):N}", project, kind, arguments, JobState.Queued, null, null, null, now, null, null);
        await ExecuteAsync(
            "INSERT INTO jobs (id, project, kind, arguments, state, created_at) VALUES (@Id, @Project, @Kind, @Arguments, @State, @CreatedAt)",
            new { job.Id, job.Project, job.Kind, Arguments = arguments.GetRawText(), State = nameof(JobState.Queued), job.CreatedAt }, cancellation);
        return job;
    }

    /// <summary>The job of this id; null where there is none.</summary>
    public async Task<Job?> FindAsync(string id, CancellationToken cancellation)
        => await QueryAsync("SELECT * FROM jobs WHERE id = @id", new { id }, cancellation) is [var job] ? job : null;

    /// <summary>The newest jobs first, of one project or of all.</summary>
    public Task<IReadOnlyList<Job>> ListAsync(string? project, int limit, CancellationToken cancellation)
        => QueryAsync(
            $"SELECT * FROM jobs {(project is null ? "" : "WHERE project = @project")} ORDER BY created_at DESC, id DESC LIMIT @limit",
            new { project, limit }, cancellation);

    /// <summary>
    /// Gives the owner the oldest job that waits, or that its owner left silent for longer than <paramref name="lease"/>; null where there
    /// is none. A job waits behind a running one of its kind and project.
    /// </summary>
    public async Task<Job?> ClaimAsync(string owner, TimeSpan lease, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await ExecuteAsync(GiveUp, new { fault = Json.Write(Lost), now, silentSince = now - lease, MaxTakeovers }, cancellation);
        try
        {
            return await QueryAsync(Claim, new { owner, now, silentSince = now - lease }, cancellation) is [var claimed] ? claimed : null;
        }
        catch (DbException raced) when (raced.SqlState == UniqueViolation)
        {
            return null;
        }
    }

    /// <summary>Says that the owner is at work, and how far; false when the job is no longer the owner's: it was cancelled or taken over.</summary>
    public async Task<bool> RenewAsync(string id, string owner, JsonElement? progress, CancellationToken cancellation)
        => await ExecuteAsync(
            "UPDATE jobs SET seen_at = @now, progress = COALESCE(@progress, progress) WHERE id = @id AND owner = @owner AND state = 'Running'",
            new { id, owner, now = clock.GetUtcNow(), progress = progress?.GetRawText() }, cancellation) == 1;

    /// <summary>Ends the job with what it came to; false when it is no longer the owner's.</summary>
    public async Task<bool> EndAsync(Job ended, string owner, CancellationToken cancellation)
        => await ExecuteAsync(
            """
            UPDATE jobs SET state = @State, progress = COALESCE(@Progress, progress), result = @Result, fault = @Fault, owner = NULL, ended_at = @now
            WHERE id = @Id AND owner = @owner AND state = 'Running'
            """,
            new
            {
                ended.Id,
                State = ended.State.ToString(),
                Progress = ended.Progress?.GetRawText(),
                Result = ended.Result?.GetRawText(),
                Fault = ended.Fault is { } fault ? Json.Write(fault) : null,
                owner,
                now = clock.GetUtcNow(),
            },
            cancellation) == 1;

    /// <summary>Puts a job back into the queue, for this or another process to go on with.</summary>
    public Task ReleaseAsync(string id, string owner, CancellationToken cancellation)
        => ExecuteAsync(
            "UPDATE jobs SET state = 'Queued', owner = NULL WHERE id = @id AND owner = @owner AND state = 'Running'", new { id, owner }, cancellation);

    /// <summary>Cancels a job that has not ended; false when it had. Its owner learns of it at the next renewal.</summary>
    public async Task<bool> CancelAsync(string id, CancellationToken cancellation)
        => await ExecuteAsync(
            "UPDATE jobs SET state = 'Cancelled', owner = NULL, ended_at = @now WHERE id = @id AND state IN ('Queued', 'Running')",
            new { id, now = clock.GetUtcNow() }, cancellation) == 1;

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellation));
    }

    private async Task<IReadOnlyList<Job>> QueryAsync(string sql, object parameters, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToJob())];
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Project { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Arguments { get; init; } = "";
        public string State { get; init; } = "";
        public string? Progress { get; init; }
        public string? Result { get; init; }
        public string? Fault { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? StartedAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }

        public Job ToJob() => new(
            Id, Project, Kind, Json.Read<JsonElement>(Arguments), Enum.Parse<JobState>(State), Element(Progress), Element(Result),
            Fault is null ? null : Json.Read<Fault>(Fault), CreatedAt, StartedAt, EndedAt);

        private static JsonElement? Element(string? json) => json is null ? null : Json.Read<JsonElement>(json);
    }
}
