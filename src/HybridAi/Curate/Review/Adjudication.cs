namespace HybridAi.Curate.Review;

/// <summary>Why people disagreed, as the reviewer sees it.</summary>
public enum DisputeReason
{
    /// <summary>The text itself can be read in several ways.</summary>
    Ambiguous,

    /// <summary>The guideline does not say.</summary>
    GuidelineGap,

    /// <summary>Somebody slipped.</summary>
    Slip,

    /// <summary>The text is unusual, though the guideline is clear.</summary>
    EdgeCase,
}

/// <summary>A reviewer's decision on a record. It stands beside the annotations and changes none of them.</summary>
/// <param name="Seq">Its place in the history.</param>
/// <param name="RecordId">Which record.</param>
/// <param name="Reviewer">Who decided.</param>
/// <param name="Label">The label that holds from now on.</param>
/// <param name="Reason">Why people disagreed.</param>
/// <param name="Comment">What the reviewer had to say; null where nothing.</param>
/// <param name="ProjectVersion">The guideline version the reviewer worked under.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Standing">False once a later decision or a re-review took its place.</param>
public sealed record Adjudication(
    long Seq,
    string RecordId,
    string Reviewer,
    string Label,
    DisputeReason Reason,
    string? Comment,
    long ProjectVersion,
    DateTimeOffset CreatedAt,
    bool Standing);
