using HybridAi.Llm.Gateway;
using HybridAi.Llm.Local;
using HybridAi.Llm.Prompts;
using HybridAi.Llm.Providers;
using HybridAi.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridAi.Llm;

/// <summary>What the only door to any model is made of.</summary>
public static class LlmServices
{
    /// <summary>Adds providers, catalogue, prompts and the check of their settings. The host brings options, ledger, clock and logging.</summary>
    public static IServiceCollection AddLlm(this IServiceCollection services) => services
        .AddSingleton<RecordedProvider>()
        .AddSingleton<IChatProvider>(provider => provider.GetRequiredService<RecordedProvider>())
        .AddSingleton<OpenAiProvider>(_ => new OpenAiProvider())
        .AddSingleton<AzureOpenAiProvider>(_ => new AzureOpenAiProvider())
        .AddSingleton<IChatProvider>(provider => provider.GetRequiredService<OpenAiProvider>())
        .AddSingleton<IChatProvider>(provider => provider.GetRequiredService<AzureOpenAiProvider>())
        .AddSingleton<ChatProviders>()
        .AddSingleton<IEmbeddingProvider>(provider => provider.GetRequiredService<OpenAiProvider>())
        .AddSingleton<IEmbeddingProvider>(provider => provider.GetRequiredService<AzureOpenAiProvider>())
        .AddSingleton<IEmbeddingProvider, HashedNGramProvider>()
        .AddSingleton<LocalEncoder>()
        .AddSingleton<IEmbeddingProvider, LocalEncoderProvider>()
        .AddSingleton<EmbeddingProviders>()
        .AddSingleton<LlmOptionsValidation>()
        .AddSingleton<IValidateOptions<HybridAiOptions>, LlmOptionsValidation>()
        .AddSingleton<PromptFolders>()
        .AddSingleton(provider => provider.GetRequiredService<PromptFolders>().Load(Options(provider).PromptDirectory).Value)
        .AddSingleton(provider => new ModelCatalogue(
            Options(provider),
            provider.GetRequiredService<ChatProviders>(),
            provider.GetRequiredService<Ledger>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<EmbeddingProviders>(),
            provider.GetRequiredService<BudgetBook>(),
            provider.GetRequiredService<CacheStore>(),
            provider.GetRequiredService<VectorStore>(),
            provider.GetRequiredService<SemanticCalibrationStore>(),
            provider.GetRequiredService<SemanticQuestionStore>()))
        .AddSingleton<AutoModel>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<ModelChecks>(provider, Options(provider)))
        .AddSingleton(provider => new BudgetBook(
            provider.GetRequiredService<IDatabase>(), Options(provider).Budgets, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<BudgetStore>()
        .AddSingleton(provider => new CacheStore(
            provider.GetRequiredService<IDatabase>(), Options(provider).Cache, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new VectorStore(
            provider.GetRequiredService<IDatabase>(), Options(provider).Cache, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => Options(provider).Cache.Semantic)
        .AddSingleton<SemanticCalibrationStore>()
        .AddSingleton<SemanticQuestionStore>()
        .AddSingleton<SemanticCalibrator>();

    private static LlmOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<HybridAiOptions>>().Value.Llm;
}
