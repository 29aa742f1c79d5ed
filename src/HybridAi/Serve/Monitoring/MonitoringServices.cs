using HybridAi.Learn.Training;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HybridAi.Serve.Monitoring;

/// <summary>The watch over served traffic, as services.</summary>
internal static class MonitoringServices
{
    // The runner is registered and not started: a host that is to watch adds it to its hosted services.
    public static IServiceCollection AddMonitoring(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<IOptions<HybridAiOptions>>().Value.Monitoring)
        .AddSingleton<ServeMetrics>()
        .AddSingleton<TrafficSample>()
        .AddSingleton<ServedTextStore>()
        .AddSingleton<DriftReferences>()
        .AddSingleton<TrafficFigures>()
        .AddSingleton<AlertStore>()
        .AddSingleton<WindowStore>()
        .AddSingleton<TrafficWatch>()
        .AddSingleton<MonitoringRunner>()
        .AddSingleton(provider => new DriftSimulation(
            provider.GetRequiredService<TrainerFamily>().Find(TextLinearTrainer.MemberName).Value, provider.GetRequiredService<TimeProvider>()));
}
