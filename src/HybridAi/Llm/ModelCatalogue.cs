using System.Collections.Frozen;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Providers;
using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Embedder = Microsoft.Extensions.AI.IEmbeddingGenerator<string, Microsoft.Extensions.AI.Embedding<float>>;

namespace HybridAi.Llm;

/// <summary>The models of the settings by alias, each behind the gateway. A model's client or generator is made at its first use and kept.</summary>
public sealed class ModelCatalogue : IDisposable
{
    private readonly FrozenDictionary<string, Lazy<Outcome<Model>>> _models;
    private readonly FrozenDictionary<string, Lazy<Outcome<EmbeddingModel>>> _embeddings;
    private readonly FrozenDictionary<string, Lazy<Outcome<ModelWay<IChatClient>>>> _ways;
    private readonly FrozenDictionary<string, Lazy<Outcome<ModelWay<Embedder>>>> _embeddingWays;
    private readonly ModelPipeline _pipeline;
    private readonly GatewayMetrics _metrics = new();

    /// <summary>The catalogue of <paramref name="options"/>.</summary>
    /// <param name="options">The models by alias.</param>
    /// <param name="providers">The family that serves chat models.</param>
    /// <param name="ledger">Where calls are accounted for.</param>
    /// <param name="clock">Measures, dates and times out.</param>
    /// <param name="loggers">Hear of failed calls, without texts.</param>
    /// <param name="embeddings">The family that serves embedding models; null: there are none.</param>
    /// <param name="budgets">The budgets' accounts; null: none are held.</param>
    /// <param name="cache">Where answers are kept; null: none are.</param>
    /// <param name="vectors">Where vectors are kept; null: none are.</param>
    /// <param name="calibrations">From which similarity on questions share an answer; null: they never do.</param>
    /// <param name="questions">Which questions those are.</param>
    public ModelCatalogue(
        LlmOptions options, ChatProviders providers, Ledger ledger, TimeProvider clock, ILoggerFactory loggers, EmbeddingProviders? embeddings = null,
        BudgetBook? budgets = null, CacheStore? cache = null, VectorStore? vectors = null, SemanticCalibrationStore? calibrations = null, SemanticQuestionStore? questions = null)
    {
        // No two processes wait alike, or a herd of them would come back together.
        var jitter = new Jitter(HashCode.Combine(clock.GetTimestamp(), Environment.ProcessId));
        _pipeline = new ModelPipeline(ledger, clock, loggers, _metrics, jitter, budgets, cache, vectors, Semantic());
        embeddings ??= new EmbeddingProviders([]);
        // One way to each model, whoever asks for it: limits and circuits are the model's own.
        _ways = OfKind(ModelKind.Chat, (alias, model) => providers.TryFind(model.Provider, out var provider, out var unknown)
            ? provider.Create(alias, model).Then<ModelWay<IChatClient>>(client => new ModelWay<IChatClient>(alias, model, _pipeline.Around(client, alias, model)))
            : unknown);
        _models = OfKind(ModelKind.Chat, (alias, model) => Way(_ways, alias).Then<Model>(
            way => new Model(alias, model, _pipeline.InFront(way.Client, alias, model, other => Way(_ways, other)))));
        _embeddingWays = OfKind(ModelKind.Embedding, (alias, model) => embeddings.TryFind(model.Provider, out var provider, out var unknown)
            ? provider.CreateEmbedding(alias, model).Then<ModelWay<Embedder>>(
                made => new ModelWay<Embedder>(alias, model, _pipeline.Around(made, alias, model)))
            : unknown);
        _embeddings = OfKind(ModelKind.Embedding, (alias, model) => Way(_embeddingWays, alias).Then<EmbeddingModel>(
            way => new EmbeddingModel(alias, model, _pipeline.InFront(way.Client, alias, model, other => Way(_embeddingWays, other)))));

        SemanticCache? Semantic() => options.Cache.Semantic.Enabled && cache is not null && calibrations is not null && questions is not null
            ? new(options.Cache.Semantic, () => SemanticEmbedder.Open(options.Cache.Semantic.Embedding, FindEmbedding), calibrations, questions, cache)
            : null;

        FrozenDictionary<string, Lazy<Outcome<T>>> OfKind<T>(ModelKind kind, Func<string, ModelOptions, Outcome<T>> make)
            where T : notnull
            => options.Models.Where(entry => entry.Value.Kind == kind).ToFrozenDictionary(
                entry => entry.Key, entry => new Lazy<Outcome<T>>(() => make(entry.Key, entry.Value)), StringComparer.Ordinal);
    }

    /// <summary>The aliases of the chat models that the settings name.</summary>
    public IReadOnlyCollection<string> Aliases => _models.Keys;

    /// <summary>The aliases of the embedding models that the settings name.</summary>
    public IReadOnlyCollection<string> EmbeddingAliases => _embeddings.Keys;

    /// <summary>The chat model of this alias, or a fault that names the ones there are.</summary>
    public Outcome<Model> Find(string alias) => Find(_models, alias, _embeddings.ContainsKey(alias) ? "it makes embeddings" : null);

    /// <summary>The embedding model of this alias, or a fault that names the ones there are.</summary>
    public Outcome<EmbeddingModel> FindEmbedding(string alias) => Find(_embeddings, alias, _models.ContainsKey(alias) ? "it is a chat model" : null);

    /// <summary>Whether a model is left alone for now because it failed too often.</summary>
    internal bool IsLeftAlone(string alias) => _pipeline.CircuitOf(alias) == CircuitState.Open;

    /// <summary>Disposes of the clients and generators that were made.</summary>
    public void Dispose()
    {
        foreach (var model in _models.Values.Where(model => model.IsValueCreated))
            if (model.Value.Succeeded(out var made, out _)) made.Client.Dispose();
        foreach (var model in _embeddings.Values.Where(model => model.IsValueCreated))
            if (model.Value.Succeeded(out var made, out _)) made.Generator.Dispose();
        foreach (var way in _ways.Values.Where(way => way.IsValueCreated))
            if (way.Value.Succeeded(out var made, out _)) made.Client.Dispose();
        foreach (var way in _embeddingWays.Values.Where(way => way.IsValueCreated))
            if (way.Value.Succeeded(out var made, out _)) made.Client.Dispose();
        _metrics.Dispose();
    }

    private static Outcome<T> Find<T>(FrozenDictionary<string, Lazy<Outcome<T>>> models, string alias, string? otherKind)
        where T : notnull
    {
        if (models.TryGetValue(alias, out var model)) return model.Value;
        var known = models.Count == 0 ? "None are configured." : $"Known: {string.Join(", ", models.Keys.Order(StringComparer.Ordinal))}.";
        return Fault.NotFound("model-unknown", otherKind is null
            ? $"There is no model '{alias}' under HybridAi:Llm:Models. {known}"
            : $"The model '{alias}' can't be used here: {otherKind}. {known}");
    }

    private static Outcome<ModelWay<T>> Way<T>(FrozenDictionary<string, Lazy<Outcome<ModelWay<T>>>> ways, string alias)
        => ways.TryGetValue(alias, out var way) ? way.Value : Fault.NotFound("model-unknown", $"There is no model '{alias}' to fail over to.");
}
