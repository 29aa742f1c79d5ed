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
/// <param name="CreatedAt">When.</param>
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
    DateTimeOffset CreatedAt);
