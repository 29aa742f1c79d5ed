using HybridAi.Documents.Retrieval.Evaluation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridAi.Documents.Retrieval;

/// <summary>Finding passages.</summary>
internal static class RetrievalServices
{
    /// <summary>Adds the passage index.</summary>
    public static IServiceCollection AddRetrieval(this IServiceCollection services) => services
        .AddSingleton(provider => new EmbeddedPassageIndex(
            Path.Combine(provider.GetRequiredService<IOptions<HybridAiOptions>>().Value.DataDirectory, "passages"), provider.GetService<IPassageSource>(),
            provider.GetRequiredService<ILogger<EmbeddedPassageIndex>>()))
        .AddSingleton<IPassageIndex>(provider => provider.GetRequiredService<EmbeddedPassageIndex>())
        .AddSingleton<RetrievalEvaluation>();
}
