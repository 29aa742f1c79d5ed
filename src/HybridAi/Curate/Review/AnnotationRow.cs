namespace HybridAi.Curate.Review;

/// <summary>An annotation as it stands in its columns.</summary>
internal sealed class AnnotationRow
{
    public long Seq { get; init; }
    public string Project { get; init; } = "";
    public long ProjectVersion { get; init; }
    public string RecordId { get; init; } = "";
    public string Annotator { get; init; } = "";
    public string Action { get; init; } = "";
    public string? Label { get; init; }
    public string? SuggestedLabel { get; init; }
    public string? SuggestedBy { get; init; }
    public long SuggestionShown { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string? Queue { get; init; }
    public string? Reason { get; init; }
    public DateTimeOffset? AskedAt { get; init; }
    public long? DurationMs { get; init; }
    public string? Comment { get; init; }
    public long InBulk { get; init; }
    public long GoldCheck { get; init; }
    public long Extra { get; init; }
    public string? VoidedBecause { get; init; }

    public static AnnotationRow From(string project, Annotation annotation) => new()
    {
        Project = project,
        ProjectVersion = annotation.ProjectVersion,
        RecordId = annotation.RecordId,
        Annotator = annotation.Annotator,
        Action = annotation.Action.ToString(),
        Label = annotation.Label,
        SuggestedLabel = annotation.SuggestedLabel,
        SuggestedBy = annotation.SuggestedBy,
        SuggestionShown = annotation.SuggestionShown ? 1 : 0,
        CreatedAt = annotation.CreatedAt,
        Queue = annotation.Queue?.ToString(),
        Reason = annotation.Reason?.ToString(),
        AskedAt = annotation.AskedAt,
        DurationMs = (long?)annotation.Duration?.TotalMilliseconds,
        Comment = annotation.Comment,
        InBulk = annotation.InBulk ? 1 : 0,
        GoldCheck = annotation.GoldCheck ? 1 : 0,
        Extra = annotation.Extra ? 1 : 0,
    };

    public Annotation ToAnnotation() => new(
        Seq, RecordId, Annotator, Enum.Parse<ReviewAction>(Action), Label, SuggestedLabel, SuggestedBy, SuggestionShown != 0, ProjectVersion, CreatedAt)
    {
        Queue = Queue is null ? null : Enum.Parse<QueueKind>(Queue),
        Reason = Reason is null ? null : Enum.Parse<QueueReason>(Reason),
        AskedAt = AskedAt,
        Duration = DurationMs is { } took ? TimeSpan.FromMilliseconds(took) : null,
        Comment = Comment,
        InBulk = InBulk != 0,
        GoldCheck = GoldCheck != 0,
        Extra = Extra != 0,
        VoidedBecause = VoidedBecause,
    };
}
