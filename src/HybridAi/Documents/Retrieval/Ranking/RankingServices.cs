using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HybridAi.Documents.Retrieval.Ranking;

/// <summary>The second look at what was found.</summary>
internal static class RankingServices
{
    /// <summary>Adds the family, its members and the stage that learns.</summary>
    public static IServiceCollection AddRanking(this IServiceCollection services) => services
        .AddSingleton<IRerankerMember>(provider => new LexicalRerankerMember(Weights(provider)))
        .AddSingleton<IRerankerMember, ChatRerankerMember>()
        .AddSingleton<RerankerFamily>()
        .AddSingleton(provider => new RankingStage(provider.GetRequiredService<IPassageIndex>(), Weights(provider)));

    /// <summary>An index as it stands, or with the second look that the settings name.</summary>
    public static IPassageIndex Ranked(IServiceProvider provider, IPassageIndex index) => Settings(provider).Retrieval.Reranker is not { } name
        ? index
        : provider.GetRequiredService<RerankerFamily>().Find(name).Succeeded(out var reranker, out var fault)
            ? new RerankedPassageIndex(index, reranker)
            : throw new OptionsValidationException(nameof(RetrievalOptions.Reranker), typeof(HybridAiOptions), [$"Retrieval:Reranker: {fault.Reason}"]);

    private static HybridAiOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<HybridAiOptions>>().Value;

    private static string Weights(IServiceProvider provider) => Path.Combine(Settings(provider).DataDirectory, "ranking-weights.json");
}
