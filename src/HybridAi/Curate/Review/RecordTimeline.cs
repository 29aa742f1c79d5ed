using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Review;

/// <summary>What kind of thing happened to a record.</summary>
public enum TimelineKind
{
    /// <summary>It came with a file.</summary>
    Ingested,

    /// <summary>A labeller proposed a label, or failed.</summary>
    Proposed,

    /// <summary>Its doubt was computed.</summary>
    Doubted,

    /// <summary>A person labelled it or passed it over.</summary>
    Annotated,

    /// <summary>Somebody said something about it.</summary>
    Commented,

    /// <summary>A reviewer decided.</summary>
    Adjudicated,

    /// <summary>A label was accepted without a person's look, within its bound.</summary>
    AutoAccepted,

    /// <summary>It was frozen into a dataset.</summary>
    Frozen,
}

/// <summary>One thing that happened to a record.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="By">Who or what did it: an annotator, a labeller, a file, a dataset.</param>
/// <param name="Label">The label that it was about; null where it was about none.</param>
/// <param name="Facts">What else is known, by name.</param>
public sealed record TimelineEvent(DateTimeOffset At, TimelineKind Kind, string By, string? Label, IReadOnlyDictionary<string, string> Facts);

/// <summary>A member of the family that knows some of what happened to a record.</summary>
public interface ITimelineSource
{
    /// <summary>What it knows of the record, in any order.</summary>
    Task<IReadOnlyList<TimelineEvent>> OfAsync(string project, string recordId, CancellationToken cancellation);
}

/// <summary>Where a record's label comes from, as a timeline: every source's events in one order.</summary>
public sealed class RecordTimeline(IEnumerable<ITimelineSource> sources, Ingestion.RecordStore records)
{
    /// <summary>The record's events, the oldest first; of a duplicate those of its original too, since it takes that one's label.</summary>
    public async Task<Outcome<List<TimelineEvent>>> OfAsync(Project project, string recordId, CancellationToken cancellation)
    {
        if (await records.FindAsync(project.Name, recordId, cancellation) is not { } record)
            return Fault.NotFound("record-unknown", $"There is no record '{recordId}' in '{project.Name}'.");
        var events = new List<TimelineEvent>();
        foreach (var id in (string?[])[recordId, record.DuplicateOf])
        {
            if (id is null) continue;
            foreach (var source in sources) events.AddRange(await source.OfAsync(project.Name, id, cancellation));
        }

        return events.OrderBy(one => one.At).ThenBy(one => one.Kind).ToList();
    }
}
