using HybridAi.Serve.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Serve.Decisions;

/// <summary>The log of decisions and what is learned from it.</summary>
internal static class DecisionServices
{
    // The runner is registered and not started: a host that is to work on the queue adds it to its hosted services.
    public static IServiceCollection AddDecisions(this IServiceCollection services, Func<IServiceProvider, DecisionOptions> settings) => services
        .AddSingleton(settings)
        .AddSingleton<DecisionLog>()
        .AddSingleton<DecisionStore>()
        .AddSingleton<AuditStore>()
        .AddSingleton<WhatIf>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<AuditRunner>(provider, (OpenLabeller)provider.GetRequiredService<TierSource>().OpenForAuditsAsync));
}
