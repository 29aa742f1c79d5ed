using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Documents.Retrieval;

/// <summary>Finding passages.</summary>
internal static class RetrievalServices
{
    /// <summary>Adds the passage index.</summary>
    public static IServiceCollection AddRetrieval(this IServiceCollection services) => services
        .AddSingleton<IPassageIndex, EmbeddedPassageIndex>();
}
