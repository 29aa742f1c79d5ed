using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Curate.Review;

/// <summary>The review stage: the queue, the desks, and what is said about people and records.</summary>
public static class ReviewServices
{
    /// <summary>Adds the stage; it needs records and labels. One more source of a record's timeline is one more <see cref="ITimelineSource"/>.</summary>
    public static IServiceCollection AddReview(this IServiceCollection services) => services
        .AddSingleton<ReviewSettingsStore>()
        .AddSingleton<QueuePlanner>()
        .AddSingleton<AnnotationStore>()
        .AddSingleton<AdjudicationStore>()
        .AddSingleton<CommentStore>()
        .AddSingleton<SimilarRecords>()
        .AddSingleton<LookAlikes>()
        .AddSingleton<ReviewDesk>()
        .AddSingleton<DisputeDesk>()
        .AddSingleton<Requeue>()
        .AddSingleton<ReviewIntake>()
        .AddSingleton<ResolvedLabels>()
        .AddSingleton<ReviewedTexts>()
        .AddSingleton<ReviewProgressReport>()
        .AddSingleton<AnnotatorQualityReport>()
        .AddSingleton<RecalibrationStore>()
        .AddSingleton<Recalibrator>()
        .AddSingleton<ReliabilityReports>()
        .AddSingleton<DoubtStore>()
        .AddSingleton<DoubtScores>()
        .AddSingleton<AutoAcceptStore>()
        .AddSingleton<AutoAccept>()
        .AddSingleton<LabelErrorEvaluation>()
        .AddSingleton<LabelledRowsFile>()
        .AddSingleton<LabellingEvaluation>()
        .AddSingleton<ITimelineSource, IngestedEvents>()
        .AddSingleton<ITimelineSource, ProposedEvents>()
        .AddSingleton<ITimelineSource, DoubtedEvents>()
        .AddSingleton<ITimelineSource, PeopleEvents>()
        .AddSingleton<ITimelineSource, AcceptedEvents>()
        .AddSingleton<ITimelineSource, FrozenEvents>()
        .AddSingleton<RecordTimeline>();
}
