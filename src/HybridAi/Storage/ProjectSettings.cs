using Dapper;

namespace HybridAi.Storage;

/// <summary>Settings of projects, one value each, as JSON in a table of their own; a project that never set any has the defaults.</summary>
/// <typeparam name="T">The settings.</typeparam>
/// <param name="table">The table: project, settings, changed_at.</param>
/// <param name="defaults">What holds where nothing was set.</param>
/// <param name="database">The database.</param>
/// <param name="clock">Says when they changed.</param>
internal sealed class ProjectSettings<T>(string table, T defaults, IDatabase database, TimeProvider clock)
    where T : class
{
    /// <summary>The settings that hold for the project.</summary>
    public async Task<T> FindAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var stored = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            $"SELECT settings FROM {table} WHERE project = @project", new { project }, cancellationToken: cancellation));
        return Json.ReadOr(stored, defaults);
    }

    /// <summary>Sets them in the place of what was set before.</summary>
    public async Task SaveAsync(string project, T settings, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
             INSERT INTO {table} (project, settings, changed_at) VALUES (@project, @text, @now)
             ON CONFLICT (project) DO UPDATE SET settings = excluded.settings, changed_at = excluded.changed_at
             """,
            new { project, text = Json.Write(settings), now = clock.GetUtcNow() }, cancellationToken: cancellation));
    }
}
