using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>The review settings of all projects; a project that never set any has the defaults.</summary>
public sealed class ReviewSettingsStore(IDatabase database, TimeProvider clock)
{
    /// <summary>The settings that hold for the project.</summary>
    public async Task<ReviewSettings> FindAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var settings = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "SELECT settings FROM review_settings WHERE project = @project", new { project }, cancellationToken: cancellation));
        return Of(settings);
    }

    /// <summary>Sets them; the queue follows with the next record that is asked for.</summary>
    public async Task<Outcome<ReviewSettings>> SaveAsync(string project, ReviewSettings settings, CancellationToken cancellation)
    {
        if (settings.Check().Fault is { } fault) return fault;
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO review_settings (project, settings, changed_at) VALUES (@project, @text, @now)
            ON CONFLICT (project) DO UPDATE SET settings = excluded.settings, changed_at = excluded.changed_at
            """,
            new { project, text = Json.Write(settings), now = clock.GetUtcNow() }, cancellationToken: cancellation));
        return settings;
    }

    internal static ReviewSettings Of(string? stored) => stored is null ? new() : Json.Read<ReviewSettings>(stored);
}
