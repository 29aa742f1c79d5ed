using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;

namespace HybridAi.Curate.Review;

/// <summary>A record on the desk, with nothing in it that the annotator is not to see.</summary>
/// <param name="Record">The record, without its trusted label.</param>
/// <param name="Suggestion">What a labeller proposed; null where none did and where the record is blind.</param>
/// <param name="Proposals">The newest proposal of every labeller; empty where the record is blind.</param>
/// <param name="Queue">Which queue it came from.</param>
/// <param name="Reason">Why it was there.</param>
/// <param name="Blind">Whether it is to be decided without a suggestion.</param>
/// <param name="AskedAt">When the annotator was handed it.</param>
/// <param name="HeldUntil">Until when it is kept for the annotator; whatever the annotator does prolongs it.</param>
public sealed record ReviewItem(
    Record Record,
    Label? Suggestion,
    IReadOnlyList<Label> Proposals,
    QueueKind Queue,
    QueueReason Reason,
    bool Blind,
    DateTimeOffset AskedAt,
    DateTimeOffset HeldUntil)
{
    internal static ReviewItem Of(Lease lease, Record record, IReadOnlyList<Label> proposals)
    {
        var shown = lease.SuggestionShown == 1;
        var suggestion = shown ? proposals.FirstOrDefault(label => label.Value == lease.SuggestedLabel && label.Labeller == lease.SuggestedBy) : null;
        return new(
            record with { Gold = null }, suggestion, shown ? proposals : [], lease.Kind, lease.Why, Blind: !shown && lease.SuggestedLabel is not null,
            lease.AskedAt, lease.ExpiresAt);
    }
}
