using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>The review settings of all projects; a project that never set any has the defaults.</summary>
public sealed class ReviewSettingsStore(IDatabase database, TimeProvider clock)
{
    private readonly ProjectSettings<ReviewSettings> _kept = new("review_settings", new(), database, clock);

    /// <summary>The settings that hold for the project.</summary>
    public Task<ReviewSettings> FindAsync(string project, CancellationToken cancellation) => _kept.FindAsync(project, cancellation);

    /// <summary>Sets them; the queue follows with the next record that is asked for.</summary>
    public async Task<Outcome<ReviewSettings>> SaveAsync(string project, ReviewSettings settings, CancellationToken cancellation)
    {
        if (settings.Check().Fault is { } fault) return fault;
        await _kept.SaveAsync(project, settings, cancellation);
        return settings;
    }

    internal static ReviewSettings Of(string? stored) => Json.ReadOr(stored, new ReviewSettings());
}
