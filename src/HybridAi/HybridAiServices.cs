using HybridAi.Curate.Datasets;
using HybridAi.Curate.Exchange;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Documents.Answering;
using HybridAi.Documents.Ingestion;
using HybridAi.Documents.Retrieval;
using HybridAi.Jobs;
using HybridAi.Jobs.Webhooks;
using HybridAi.Learn.Evaluation;
using HybridAi.Learn.Registry;
using HybridAi.Learn.Training;
using HybridAi.Llm;
using HybridAi.Serve.Batch;
using HybridAi.Serve.Chat;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Evaluation;
using HybridAi.Serve.Monitoring;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Reporting;
using HybridAi.Serve.Routing;
using HybridAi.Serve.Simulation;
using HybridAi.Serve.Succession;
using HybridAi.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HybridAi;

/// <summary>The product in the order in which data goes through it.</summary>
public static class HybridAiServices
{
    /// <summary>Adds every stage; the settings come from the section <c>HybridAi</c> and are checked together at start.</summary>
    public static IServiceCollection AddHybridAi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HybridAiOptions>().Configure(options => SettingsBinding.Bind(configuration, options)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(Settings);
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddStorage()
            .AddLlm()
            .AddRetrieval()
            .AddDocuments()
            .AddAnswering()
            .AddCurate()
            .AddLearn()
            .AddServe()
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

    private static IServiceCollection AddCurate(this IServiceCollection services) => services
        .AddSingleton<ProjectStore>()
        .AddSingleton<RecordStore>()
        .AddSingleton<TextRecords>()
        .AddSingleton<IngestionStore>()
        .AddSingleton<IngestionStage>()
        .AddLabellers()
        .AddSingleton<LabelStore>()
        .AddSingleton<LabellingRunStore>()
        .AddSingleton<LabellingBacklog>()
        .AddSingleton<LabellingJournal>()
        .AddSingleton<LabellingStage>()
        .AddSingleton<CallHistory>()
        .AddSingleton<LabellingEstimator>()
        .AddReview()
        .AddSingleton<ReviewAgreement>()
        .AddSingleton<AggregateVotes>()
        .AddSingleton<AggregateStage>()
        .AddSingleton<DatasetStore>()
        .AddSingleton<DatasetFreezer>()
        .AddExchange();

    private static IServiceCollection AddLearn(this IServiceCollection services) => services
        .AddSingleton<ITrainer, TextLinearTrainer>()
        .AddSingleton<ITrainer, TableClassifierTrainer>()
        .AddSingleton<ITrainer, TableRegressorTrainer>()
        .AddSingleton<TrainerFamily>()
        .AddSingleton<ModelJudge>()
        .AddSingleton<ModelFile>()
        .AddSingleton<ModelRegistry>()
        .AddSingleton<TrainingStage>()
        .AddSingleton<TextEvaluation>()
        .AddSingleton<TabularEvaluation>()
        .AddSingleton<AnnotatorEvaluation>();

    private static IServiceCollection AddServe(this IServiceCollection services) => services
        .AddSingleton<TierSource>()
        .AddSingleton<OpenLabeller>(provider => provider.GetRequiredService<TierSource>().OpenAsync)
        .AddSingleton<TierPlan>()
        .AddSingleton<RouteStore>()
        .AddSingleton<RouteSlices>()
        .AddSingleton<RouteStage>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<RouteRetest>(provider, new OpenLabeller(provider.GetRequiredService<TierSource>().OpenForRoutingAsync)))
        .AddSingleton(provider => Settings(provider).Ingestion)
        .AddSingleton(provider => Settings(provider).Prediction)
        .AddSuccession()
        .AddMonitoring()
        .AddSingleton<PredictionJournal>()
        .AddSingleton<RepeatStore>()
        .AddSingleton<Predictor>()
        .AddDecisions(provider => Settings(provider).Decisions)
        .AddBatch()
        .AddSingleton<RouteExplainer>()
        .AddChat()
        .AddReporting()
        .AddSingleton<RoutingEvaluation>()
        .AddSingleton<StreamSimulation>();

    // The runner is registered and not started: a host that is to work on the queue adds it to its hosted services.
    private static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton<JobStore>()
        .AddSingleton<JobKinds>()
        .AddSingleton<JobRunner>()
        .AddSingleton<JobDesk>()
        .AddSingleton(provider => Settings(provider).Webhooks)
        .AddSingleton<WebhookStore>()
        .AddSingleton<DeliveryStore>()
        .AddSingleton<WebhookSender>()
        .AddSingleton<WebhookRunner>();

    // A misspelt name or a value of another type is a wrong setting like any other, not a crash.
    private static HybridAiOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<HybridAiOptions>>().Value;
}
