using Dapper;
using HybridAi.Storage;

namespace HybridAi.Serve.Succession;

/// <summary>The settings of all projects; a project that never set any has the defaults.</summary>
public sealed class SuccessionSettingsStore(IDatabase database, TimeProvider clock)
{
    /// <summary>The settings that hold for the project.</summary>
    public async Task<SuccessionSettings> FindAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var settings = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "SELECT settings FROM succession_settings WHERE project = @project", new { project }, cancellationToken: cancellation));
        return settings is null ? new() : Json.Read<SuccessionSettings>(settings);
    }

    /// <summary>Sets them; a succession that is under way keeps those that it began with.</summary>
    public async Task<Outcome<SuccessionSettings>> SaveAsync(string project, SuccessionSettings settings, CancellationToken cancellation)
    {
        if (settings.Check().Fault is { } fault) return fault;
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO succession_settings (project, settings, changed_at) VALUES (@project, @text, @now)
            ON CONFLICT (project) DO UPDATE SET settings = excluded.settings, changed_at = excluded.changed_at
            """,
            new { project, text = Json.Write(settings), now = clock.GetUtcNow() }, cancellationToken: cancellation));
        return settings;
    }

    /// <summary>The projects that have set any, in the order of their names.</summary>
    public async Task<IReadOnlyList<string>> ProjectsAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return [.. await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT project FROM succession_settings ORDER BY project", cancellationToken: cancellation))];
    }
}
