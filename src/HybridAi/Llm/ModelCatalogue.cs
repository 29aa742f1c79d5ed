using System.Collections.Frozen;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Providers;
using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HybridAi.Llm;

/// <summary>The models of the settings by alias, each behind the gateway. A model's client is made at its first use and kept.</summary>
public sealed class ModelCatalogue : IDisposable
{
    private readonly FrozenDictionary<string, Lazy<Outcome<Model>>> _models;
    private readonly FrozenDictionary<string, Lazy<Outcome<IChatClient>>> _ways;
    private readonly GatewayMetrics _metrics = new();

    /// <summary>The catalogue of <paramref name="options"/>.</summary>
    /// <param name="options">The models by alias.</param>
    /// <param name="providers">The family that serves them.</param>
    /// <param name="ledger">Where calls are accounted for.</param>
    /// <param name="clock">Measures, dates and times out.</param>
    /// <param name="loggers">Hear of failed calls, without texts.</param>
    /// <param name="budgets">The budgets' accounts; null: none are held.</param>
    /// <param name="cache">Where answers are kept; null: none are.</param>
    public ModelCatalogue(
        LlmOptions options, ChatProviders providers, Ledger ledger, TimeProvider clock, ILoggerFactory loggers, BudgetBook? budgets = null,
        CacheStore? cache = null)
    {
        // No two processes wait alike, or a herd of them would come back together.
        var jitter = new Jitter(HashCode.Combine(clock.GetTimestamp(), Environment.ProcessId));
        var pipeline = new ModelPipeline(ledger, clock, loggers, _metrics, jitter, budgets, cache);
        _ways = options.Models.ToFrozenDictionary(
            entry => entry.Key,
            entry => new Lazy<Outcome<IChatClient>>(() => Reach(entry.Key, entry.Value)),
            StringComparer.Ordinal);
        _models = options.Models.ToFrozenDictionary(
            entry => entry.Key,
            entry => new Lazy<Outcome<Model>>(() => Way(entry.Key).Then<Model>(
                way => new Model(entry.Key, entry.Value, pipeline.InFront(way, entry.Key, entry.Value, Way)))),
            StringComparer.Ordinal);

        // One way to each model, whoever asks for it: limits and circuits are the model's own.
        Outcome<IChatClient> Reach(string alias, ModelOptions model) => providers.TryFind(model.Provider, out var provider, out var unknown)
            ? provider.Create(alias, model).Then<IChatClient>(client => pipeline.Around(client, alias, model))
            : unknown;
    }

    /// <summary>The aliases that the settings name.</summary>
    public IReadOnlyCollection<string> Aliases => _models.Keys;

    /// <summary>The model of this alias, or a fault that names the ones there are.</summary>
    public Outcome<Model> Find(string alias)
    {
        if (_models.TryGetValue(alias, out var model)) return model.Value;
        var known = _models.Count == 0 ? "None are configured." : $"Known: {string.Join(", ", _models.Keys.Order(StringComparer.Ordinal))}.";
        return Fault.NotFound("model-unknown", $"There is no model '{alias}' under HybridAi:Llm:Models. {known}");
    }

    /// <summary>Disposes of the clients that were made.</summary>
    public void Dispose()
    {
        foreach (var model in _models.Values.Where(model => model.IsValueCreated))
            if (model.Value.Succeeded(out var made, out _)) made.Client.Dispose();
        foreach (var way in _ways.Values.Where(way => way.IsValueCreated))
            if (way.Value.Succeeded(out var made, out _)) made.Dispose();
        _metrics.Dispose();
    }

    private Outcome<IChatClient> Way(string alias)
        => _ways.TryGetValue(alias, out var way) ? way.Value : Fault.NotFound("model-unknown", $"There is no model '{alias}' to fail over to.");
}
