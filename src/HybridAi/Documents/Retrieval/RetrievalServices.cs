using HybridAi.Documents.Retrieval.Evaluation;
using HybridAi.Documents.Retrieval.Ranking;
using HybridAi.Llm;
using HybridAi.Llm.Providers;
using HybridAi.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridAi.Documents.Retrieval;

/// <summary>The index that the settings name, as it stands.</summary>
/// <param name="Index">The index.</param>
internal sealed record ChosenPassageIndex(IPassageIndex Index);

/// <summary>Finding passages.</summary>
internal static class RetrievalServices
{
    private const string BuiltIn = "hashed-ngrams";

    /// <summary>Adds the passage index that the settings name. Searches go through the one that follows the documents, which Ingestion puts around it.</summary>
    public static IServiceCollection AddRetrieval(this IServiceCollection services) => services
        // Each by its own type, so that whatever is put around the family's member the container closes it at the end.
        .AddSingleton(provider => Embedded(provider, Settings(provider)))
        .AddSingleton(provider => Qdrant(provider, Settings(provider).Retrieval))
        .AddSingleton(provider => new ChosenPassageIndex(Settings(provider).Retrieval.Index == RetrievalOptions.QdrantIndex
            ? provider.GetRequiredService<QdrantPassageIndex>()
            : provider.GetRequiredService<EmbeddedPassageIndex>()))
        .AddRanking()
        .AddSingleton<RetrievalEvaluation>();

    private static HybridAiOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<HybridAiOptions>>().Value;

    private static EmbeddedPassageIndex Embedded(IServiceProvider provider, HybridAiOptions settings)
    {
        var options = settings.Retrieval;
        var model = Model(provider, options);
        // Vectors of two models can't be compared: each model has a folder of its own, filled from the documents.
        var folder = model is null ? "passages" : $"passages-{ContentHash.Of(model.Options.Provider, model.Options.Model)[..12]}";
        return new(
            Path.Combine(settings.DataDirectory, folder), provider.GetService<IPassageSource>(), model is null ? null : new PassageEmbedder(model.Generator),
            provider.GetRequiredService<ILogger<EmbeddedPassageIndex>>())
        {
            Formula = Learning.Retrieval.LexicalFormula.Usual with { GramWeight = options.GramWeight }, DenseWeight = options.DenseWeight, Rounded = options.RoundedVectors,
        };
    }

    private static QdrantPassageIndex Qdrant(IServiceProvider provider, RetrievalOptions options)
    {
        var client = new HttpClient { BaseAddress = new Uri(options.QdrantAddress!.AbsoluteUri.TrimEnd('/') + "/") };
        if (options.QdrantKey is { } key) client.DefaultRequestHeaders.Add("api-key", key);
        var builtIn = new ModelOptions { Kind = ModelKind.Embedding, Provider = BuiltIn, Model = BuiltIn };
        var generator = Model(provider, options)?.Generator ?? new HashedNGramProvider().CreateEmbedding(BuiltIn, builtIn).Value;
        return new(client, options.QdrantCollection, new PassageEmbedder(generator));
    }

    private static EmbeddingModel? Model(IServiceProvider provider, RetrievalOptions options) => options.Embedding is not { } alias
        ? null
        : provider.GetRequiredService<ModelCatalogue>().FindEmbedding(alias).Succeeded(out var model, out var fault)
            ? model
            : throw new OptionsValidationException(nameof(RetrievalOptions.Embedding), typeof(HybridAiOptions), [$"Retrieval:Embedding: {fault.Reason}"]);
}
