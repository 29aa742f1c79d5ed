using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>Up to where the queue has followed what it is made of; equal marks mean that there is nothing to do.</summary>
/// <param name="Records">The newest record's place in the order of arrival; 0 without one.</param>
/// <param name="Labels">The newest label's place; 0 without one.</param>
/// <param name="Run">The newest labelling run that has ended: it may have mended older labels.</param>
/// <param name="Doubts">When the newest doubt was written.</param>
/// <param name="Schema">The hash of the project's definition.</param>
/// <param name="Settings">The review settings.</param>
/// <param name="Counted">The newest label's place when the shares of labels were last counted.</param>
internal sealed record QueueMark(long Records, long Labels, string? Run, string? Doubts, string Schema, ReviewSettings Settings, long Counted)
{
    // Settings that no review could run with: the first plan differs in everything.
    private static readonly QueueMark None = new(0, 0, null, null, "", new ReviewSettings(Overlap: 0), 0);

    public const string Query =
        """
        SELECT
          (SELECT mark FROM review_plans WHERE project = @project) AS planned,
          (SELECT MAX(seq) FROM records WHERE project = @project) AS records,
          (SELECT MAX(seq) FROM labels WHERE project = @project) AS labels,
          (SELECT MAX(id) FROM labelling_runs WHERE project = @project AND state <> 'Running') AS run,
          (SELECT MAX(created_at) FROM doubts WHERE project = @project) AS doubts,
          (SELECT settings FROM review_settings WHERE project = @project) AS settings
        """;

    /// <summary>Where the queue stands and where it should.</summary>
    public static (QueueMark Planned, QueueMark Now) Of(Row row, Project project)
    {
        var planned = string.IsNullOrEmpty(row.Planned) ? None : Json.Read<QueueMark>(row.Planned);
        return (planned, new(row.Records ?? 0, row.Labels ?? 0, row.Run, row.Doubts, project.Hash(), ReviewSettingsStore.Of(row.Settings), planned.Counted));
    }

    internal sealed class Row
    {
        public string? Planned { get; init; }
        public long? Records { get; init; }
        public long? Labels { get; init; }
        public string? Run { get; init; }
        public string? Doubts { get; init; }
        public string? Settings { get; init; }
    }
}
