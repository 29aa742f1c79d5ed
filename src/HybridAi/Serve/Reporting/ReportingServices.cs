using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Serve.Reporting;

/// <summary>What is told of what was served, spent and labelled.</summary>
internal static class ReportingServices
{
    public static IServiceCollection AddReporting(this IServiceCollection services) => services
        .AddSingleton<CostReports>()
        .AddSingleton<SpendingReports>()
        .AddSingleton<LatencyReports>()
        .AddSingleton<QualityReports>()
        .AddSingleton<ProjectHealths>()
        .AddSingleton<ReportPages>()
        .AddSingleton<StudentTrial>()
        .AddSingleton<LabellingReports>();
}
