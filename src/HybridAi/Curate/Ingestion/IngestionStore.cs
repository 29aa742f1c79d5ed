using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Ingestion;

/// <summary>The finished ingestions of all projects.</summary>
public sealed class IngestionStore(IDatabase database)
{
    /// <summary>Saves a finished ingestion.</summary>
    public async Task AddAsync(IngestionReport report, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO ingestions (id, project, source, source_hash, profile, reject_file, started_at, ended_at)
            VALUES (@Id, @Project, @Source, @SourceHash, @Profile, @RejectFile, @StartedAt, @EndedAt)
            """,
            Row.From(report),
            cancellationToken: cancellation));
    }

    /// <summary>The project's ingestions, newest first.</summary>
    public async Task<IReadOnlyList<IngestionReport>> ListAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM ingestions WHERE project = @project ORDER BY ended_at DESC, id DESC", new { project }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToReport())];
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Project { get; init; } = "";
        public string Source { get; init; } = "";
        public string SourceHash { get; init; } = "";
        public string Profile { get; init; } = "";
        public string? RejectFile { get; init; }
        public DateTimeOffset StartedAt { get; init; }
        public DateTimeOffset EndedAt { get; init; }

        public static Row From(IngestionReport report) => new()
        {
            Id = report.Id,
            Project = report.Project,
            Source = report.Source,
            SourceHash = report.Profile.SourceHash,
            Profile = Json.Write(report.Profile),
            RejectFile = report.RejectFile,
            StartedAt = report.StartedAt,
            EndedAt = report.EndedAt,
        };

        public IngestionReport ToReport() => new(Id, Project, Source, Json.Read<IngestionProfile>(Profile), RejectFile, StartedAt, EndedAt);
    }
}
