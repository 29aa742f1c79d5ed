namespace HybridAi.Curate.Review;

/// <summary>A record in an annotator's hands, with what was shown of it.</summary>
internal sealed class Lease
{
    public string RecordId { get; init; } = "";
    public string Annotator { get; init; } = "";
    public string Queue { get; init; } = "";
    public string Reason { get; init; } = "";
    public long GoldCheck { get; init; }
    public long InBulk { get; init; }
    public long Returned { get; init; }
    public long SuggestionShown { get; init; }
    public string? SuggestedLabel { get; init; }
    public string? SuggestedBy { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }

    public QueueKind Kind => Enum.Parse<QueueKind>(Queue);

    public QueueReason Why => Enum.Parse<QueueReason>(Reason);

    public bool IsLive(DateTimeOffset now) => ExpiresAt > now;
}
