namespace HybridAi.Curate.Labelling;

/// <summary>How a record stands in a labelling run.</summary>
public enum ItemState
{
    /// <summary>A call may be under way; or the process died, and nobody heard the answer.</summary>
    Asked,

    /// <summary>It has its label.</summary>
    Labelled,

    /// <summary>It has none, for the reason that stands beside.</summary>
    Failed,

    /// <summary>It had none, and a later run asked again.</summary>
    Retried,
}

/// <summary>A record in a labelling run, as the journal holds it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="RecordId">The record.</param>
/// <param name="RecordHash">The hash of its text.</param>
/// <param name="Attempt">The how manieth time this version of the labeller is asked for it, from 1; what a dead process asked does not count.</param>
/// <param name="State">How it stands.</param>
/// <param name="Provenance">What was asked, and how.</param>
/// <param name="Shots">The records that were shown as examples.</param>
/// <param name="Reason">Why it has a label, or why not.</param>
/// <param name="InputTokens">Tokens sent; null where nobody counted.</param>
/// <param name="OutputTokens">Tokens received; null where nobody counted.</param>
/// <param name="CostUsd">What it cost; null where unknown.</param>
/// <param name="Latency">How long it took; null where not measured.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="EndedAt">When the answer was there; null before.</param>
public sealed record LabellingItem(
    string RunId,
    string RecordId,
    string RecordHash,
    long Attempt,
    ItemState State,
    LabellerProvenance Provenance,
    IReadOnlyList<string> Shots,
    string? Reason,
    long? InputTokens,
    long? OutputTokens,
    decimal? CostUsd,
    TimeSpan? Latency,
    DateTimeOffset AskedAt,
    DateTimeOffset? EndedAt);
