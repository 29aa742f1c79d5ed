using Microsoft.Extensions.DependencyInjection;

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
        .AddSingleton<Referee>()
        .AddSingleton<ServedLabels>()
        .AddSingleton<ServedNovelty>()
        .AddSingleton<Beside>();
}
