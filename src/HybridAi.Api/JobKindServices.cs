using HybridAi.Jobs;

namespace HybridAi.Api;

/// <summary>The kinds of long work that the endpoints hand in.</summary>
internal static class JobKindServices
{
    public static IServiceCollection AddJobKinds(this IServiceCollection services) => services
        .AddSingleton<LabellingPlans>()
        .AddSingleton<IJobKind, LabellingRunJob>()
        .AddSingleton<IJobKind, DoubtJob>()
        .AddSingleton<IJobKind, TrainingJob>()
        .AddSingleton<IJobKind, RouteBuildJob>()
        .AddSingleton<IJobKind, RouteRetestJob>()
        .AddSingleton<BatchFolders>()
        .AddSingleton<IJobKind, BatchJob>()
        .AddSingleton<IJobKind, DocumentJob>();
}
