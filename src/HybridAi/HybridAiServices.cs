using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Jobs;
using HybridAi.Llm;
using HybridAi.Llm.Prompts;
using HybridAi.Llm.Providers;
using HybridAi.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridAi;

/// <summary>The product in the order in which data goes through it.</summary>
public static class HybridAiServices
{
    /// <summary>Adds every stage; the settings come from the section <c>HybridAi</c> and are checked together at start.</summary>
    public static IServiceCollection AddHybridAi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HybridAiOptions>().Bind(configuration.GetSection(HybridAiOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<HybridAiOptions>, LlmOptionsValidation>();
        services.AddSingleton(Settings);
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddStorage()
            .AddLlm()
            .AddCurate()
            .AddJobs();
    }

    private static IServiceCollection AddStorage(this IServiceCollection services) => services
        .AddSingleton<IDatabase>(provider => Settings(provider) switch
        {
            { Database.Provider: "postgres" } settings => new PostgresDatabase(settings.Database.ConnectionString!),
            var settings => new SqliteDatabase(Path.Combine(settings.DataDirectory, "hybridai.db")),
        })
        .AddSingleton<Migrator>()
        .AddSingleton(provider => new ArtefactStore(Path.Combine(Settings(provider).DataDirectory, "artefacts")))
        .AddSingleton<Ledger>();

    private static IServiceCollection AddLlm(this IServiceCollection services) => services
        .AddSingleton<IChatProvider>(_ => new OpenAiProvider(Environment.GetEnvironmentVariable))
        .AddSingleton<RecordedProvider>()
        .AddSingleton<IChatProvider>(provider => provider.GetRequiredService<RecordedProvider>())
        .AddSingleton<ChatProviders>()
        .AddSingleton(provider => PromptLibrary.Load(Settings(provider).Llm.PromptDirectory).Value)
        .AddSingleton(provider => new ModelCatalogue(
            Settings(provider).Llm, provider.GetRequiredService<ChatProviders>(), provider.GetRequiredService<Ledger>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));

    private static IServiceCollection AddCurate(this IServiceCollection services) => services
        .AddSingleton<ProjectStore>()
        .AddSingleton<RecordStore>()
        .AddSingleton<IngestionStore>()
        .AddSingleton<IngestionStage>()
        .AddSingleton<ILabellerMember, LexicalLabellerMember>()
        .AddSingleton<ILabellerMember, ChatLabellerLlmMember>()
        .AddSingleton<ILabellerMember, ChatLabellerRecordedMember>()
        .AddSingleton<LabellerFamily>()
        .AddSingleton<LabelStore>()
        .AddSingleton<LabellingRunStore>()
        .AddSingleton<LabellingStage>()
        .AddSingleton<AnnotationStore>()
        .AddSingleton<ReviewBacklog>()
        .AddSingleton<ReviewDesk>()
        .AddSingleton<ReviewedTexts>()
        .AddSingleton<DatasetStore>()
        .AddSingleton<DatasetFreezer>();

    // The runner is registered and not started: a host that is to work on the queue adds it to its hosted services.
    private static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton<JobStore>()
        .AddSingleton<JobKinds>()
        .AddSingleton<JobRunner>()
        .AddSingleton<JobDesk>();

    private static HybridAiOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<HybridAiOptions>>().Value;
}
