using HybridAi.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HybridAi.Serve.Succession;

/// <summary>How routes follow one another, as services.</summary>
internal static class SuccessionServices
{
    public static IServiceCollection AddSuccession(this IServiceCollection services) => services
        .AddSingleton<SuccessionSettingsStore>()
        .AddSingleton<SuccessionStore>()
        .AddSingleton<PairStore>()
        .AddSingleton<FloorMonitor>()
        .AddSingleton<AuditIntake>()
        .AddSingleton<AuditFeed>()
        .AddSingleton<Referee>()
        .AddSingleton<ServedLabels>()
        .AddSingleton<ServedNovelty>()
        .AddSingleton<Beside>()
        .AddSingleton<RetrainingStore>()
        .AddSingleton<RetrainingTrigger>()
        .AddSingleton<LearnAgain>()
        .AddSingleton<IJobKind, LearnJob>()
        .AddSingleton(provider => provider.GetRequiredService<IOptions<HybridAiOptions>>().Value.Succession)
        .AddSingleton<SuccessionRunner>();
}
