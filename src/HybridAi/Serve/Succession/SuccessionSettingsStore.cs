using Dapper;
using HybridAi.Storage;

namespace HybridAi.Serve.Succession;

/// <summary>The settings of all projects; a project that never set any has the defaults.</summary>
public sealed class SuccessionSettingsStore(IDatabase database, TimeProvider clock)
{
    private readonly ProjectSettings<SuccessionSettings> _kept = new("succession_settings", new(), database, clock);

    /// <summary>The settings that hold for the project.</summary>
    public Task<SuccessionSettings> FindAsync(string project, CancellationToken cancellation) => _kept.FindAsync(project, cancellation);

    /// <summary>Sets them; a succession that is under way keeps those that it began with.</summary>
    public async Task<Outcome<SuccessionSettings>> SaveAsync(string project, SuccessionSettings settings, CancellationToken cancellation)
    {
        if (settings.Check().Fault is { } fault) return fault;
        await _kept.SaveAsync(project, settings, cancellation);
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
