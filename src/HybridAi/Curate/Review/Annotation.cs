using System.Text.Json.Serialization;

namespace HybridAi.Curate.Review;

/// <summary>What a person did with a record.</summary>
public enum ReviewAction
{
    /// <summary>Took the suggested label.</summary>
    Accept,

    /// <summary>Gave a label: another than the suggested one, or one where nothing was suggested.</summary>
    Correct,

    /// <summary>Passed it over; it comes back to others.</summary>
    Skip,
}

/// <summary>A label given by a person, or a skip.</summary>
/// <param name="Seq">Its place in the history.</param>
/// <param name="RecordId">Which record.</param>
/// <param name="Annotator">Who.</param>
/// <param name="Action">What.</param>
/// <param name="Label">The label given; null for a skip.</param>
/// <param name="SuggestedLabel">What a labeller had proposed; null where nothing.</param>
/// <param name="SuggestedBy">Which labeller.</param>
/// <param name="SuggestionShown">Whether the person saw the proposal before deciding.</param>
/// <param name="ProjectVersion">The guideline version the person worked under.</param>
/// <param name="CreatedAt">When it was answered.</param>
public sealed record Annotation(
    long Seq,
    string RecordId,
    string Annotator,
    ReviewAction Action,
    string? Label,
    string? SuggestedLabel,
    string? SuggestedBy,
    bool SuggestionShown,
    long ProjectVersion,
    DateTimeOffset CreatedAt)
{
    /// <summary>The queue that handed the record out; null where the person picked it.</summary>
    public QueueKind? Queue { get; init; }

    /// <summary>Why the record was in that queue; null where the person picked it.</summary>
    public QueueReason? Reason { get; init; }

    /// <summary>When the person was handed the record; null where the person picked it.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>How long it took; of records that were answered together, each one's part.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What the person had to say about it.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether it was one of a grid of look-alikes.</summary>
    public bool InBulk { get; init; }

    /// <summary>Whether it is kept and does not count: it came when the record's places were taken.</summary>
    [JsonIgnore]
    public bool Extra { get; init; }

    /// <summary>Whether the record came to check the annotator. Never written into an answer: who knows the checks passes them.</summary>
    [JsonIgnore]
    public bool GoldCheck { get; init; }

    /// <summary>Why the line no longer stands: <c>undone</c>, <c>replaced</c>, <c>requeued</c>; null while it does.</summary>
    public string? VoidedBecause { get; init; }
}
