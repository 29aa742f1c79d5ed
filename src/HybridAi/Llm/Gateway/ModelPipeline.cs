using System.Collections.Concurrent;
using HybridAi.Llm.Providers;
using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Embedder = Microsoft.Extensions.AI.IEmbeddingGenerator<string, Microsoft.Extensions.AI.Embedding<float>>;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// What stands between a caller and a model, in one place and in order, for answers and for vectors alike. Outermost first: what is of the
/// caller's alias (budget, cache, failover), then what is of the one model that is called (retry, circuit, concurrency, rate limit, circuit,
/// telemetry, charge, metering, timeout).
/// </summary>
/// <param name="ledger">The account.</param>
/// <param name="clock">Measures and dates.</param>
/// <param name="loggers">Hear of failures.</param>
/// <param name="metrics">Count.</param>
/// <param name="jitter">Chance for waits.</param>
/// <param name="budgets">The budgets' accounts; null: none are held.</param>
/// <param name="cache">Where answers are kept; null: none are.</param>
/// <param name="vectors">Where vectors are kept; null: none are.</param>
/// <param name="semantic">Finds answers of similar questions; null: nobody looks for them.</param>
internal sealed class ModelPipeline(
    Ledger ledger, TimeProvider clock, ILoggerFactory loggers, GatewayMetrics metrics, Jitter jitter, BudgetBook? budgets = null, CacheStore? cache = null,
    VectorStore? vectors = null, SemanticCache? semantic = null)
{
    private readonly ConcurrentDictionary<string, CircuitBreaker> _circuits = new(StringComparer.Ordinal);

    /// <summary>How a model's circuit stands; closed for one that was never called.</summary>
    public CircuitState CircuitOf(string alias) => _circuits.TryGetValue(alias, out var breaker) ? breaker.State : CircuitState.Closed;

    /// <summary>
    /// Wraps a provider's client, from the inside out. Metering stands around the timeout, so that a call that was given up is accounted
    /// for; whatever calls again (retry), answers instead (cache) or forbids (budget) stands around metering, so that a line is one call.
    /// The charge stands next to metering: every call of the provider is reserved for, settled at its cost, and not made without room.
    /// The limits stand inside the retries, since every attempt is a call that the provider counts, and the rate limit next to the call,
    /// so that no other wait comes between a permit and its use.
    /// </summary>
    public DelegatingChatClient Around(IChatClient provider, string alias, ModelOptions options)
    {
        var prices = PriceList.Of(options);
        var client = options.Capabilities.Streaming ? provider : new WholeAnswerChatClient(provider);
        client = new TimeoutChatClient(client, TimeoutOf(alias, options));
        client = new MeteredChatClient(client, alias, prices, new TokenScale(), ledger, clock, loggers.CreateLogger<MeteredChatClient>());
        if (budgets is not null)
            client = new BudgetChargeChatClient(client, alias, () => prices.At(clock.GetUtcNow()), SettlementOf(alias, budgets));
        foreach (var door in DoorsOf(alias, options)) client = new GuardedChatClient(client, door);
        return new RetryChatClient(client, RetriesOf(alias, options));
    }

    /// <summary>
    /// Wraps the way to a model in what is of the alias that was asked for, whoever serves in the end. Failover stands inside of cache and
    /// budget and outside of the limits and circuits, which are each model's own: it turns to another model when they refuse.
    /// </summary>
    public IChatClient InFront(IChatClient model, string alias, ModelOptions options, Func<string, Outcome<ModelWay<IChatClient>>> find)
    {
        var client = model;
        if (options.Failover.Length > 0) client = new FailoverChatClient(client, new(alias, options.Failover, find, metrics));
        // Recorded answers are kept already, with what they cost.
        if (cache is { Options.Enabled: true } && model.GetService(typeof(RecordedChatClient)) is null)
        {
            var account = new CacheAccount(alias, ledger, clock);
            if (semantic is not null)
                client = new SemanticCacheChatClient(client, alias, options, semantic, account, clock, loggers.CreateLogger<SemanticCacheChatClient>());
            client = new CacheChatClient(client, alias, options, cache, account, clock, loggers.CreateLogger<CacheChatClient>());
        }

        var prices = PriceList.Of(options);
        if (budgets is not null) client = new BudgetChatClient(client, alias, () => prices.At(clock.GetUtcNow()), budgets);
        client = new ContextLimitChatClient(client, alias, options);
        return client;
    }

    /// <summary>Wraps a provider's generator, from the inside out, as its clients are wrapped: a line is one call of the provider.</summary>
    public DelegatingEmbeddingGenerator<string, Embedding<float>> Around(Embedder provider, string alias, ModelOptions options)
    {
        var prices = PriceList.Of(options);
        var generator = provider;
        generator = new TimeoutEmbeddingGenerator(generator, TimeoutOf(alias, options));
        generator = new MeteredEmbeddingGenerator(generator, alias, prices, ledger, clock, loggers.CreateLogger<MeteredEmbeddingGenerator>());
        if (budgets is not null && !IsLocal(provider))
            generator = new BudgetChargeEmbeddingGenerator(generator, alias, () => prices.At(clock.GetUtcNow()), SettlementOf(alias, budgets));
        foreach (var door in DoorsOf(alias, options)) generator = new GuardedEmbeddingGenerator(generator, door);
        return new RetryEmbeddingGenerator(generator, RetriesOf(alias, options));
    }

    /// <summary>
    /// Wraps the way to an embedding model in what is of the alias that was asked for. The budget is asked for all texts together; then they
    /// go on in as many calls as it takes, each of which is answered from the cache, turned to another model or retried on its own.
    /// </summary>
    public Embedder InFront(Embedder model, string alias, ModelOptions options, Func<string, Outcome<ModelWay<Embedder>>> find)
    {
        var generator = model;
        if (options.Failover.Length > 0) generator = new FailoverEmbeddingGenerator(generator, new(alias, options.Failover, find, metrics));
        if (vectors is { Options.Enabled: true } && !IsLocal(model))
        {
            var account = new CacheAccount(alias, ledger, clock);
            generator = new CacheEmbeddingGenerator(generator, alias, options, vectors, account, clock, loggers.CreateLogger<CacheEmbeddingGenerator>());
        }

        generator = new BatchedEmbeddingGenerator(generator, options.TextsPerCall);
        var prices = PriceList.Of(options);
        if (budgets is not null && !IsLocal(model)) generator = new BudgetEmbeddingGenerator(generator, alias, () => prices.At(clock.GetUtcNow()), budgets);
        return new ContextLimitEmbeddingGenerator(generator, alias, options);
    }

    // Nobody is called, so there is nothing to cap; and hashing a text again is faster than looking it up.
    private static bool IsLocal(Embedder model) => model.GetService(typeof(HashedNGramGenerator)) is not null;

    private CallTimeout TimeoutOf(string alias, ModelOptions options) => new(alias, TimeSpan.FromSeconds(options.TimeoutSeconds), clock);

    private BudgetSettlement SettlementOf(string alias, BudgetBook book) => new(alias, book, loggers.CreateLogger<BudgetSettlement>());

    private Retries RetriesOf(string alias, ModelOptions options) => new(alias, options.Retry, jitter, clock, metrics);

    // From the inside out: the limit learns from latency without our own waits, the breaker is asked again by those who waited meanwhile.
    private IEnumerable<ICallDoor> DoorsOf(string alias, ModelOptions options)
    {
        var limit = new AdaptiveLimit(options.Concurrency, clock);
        var breaker = _circuits[alias] = new CircuitBreaker(alias, options.CircuitBreaker, clock, metrics);
        yield return new TelemetryDoor(alias, options, clock, metrics);
        yield return new AdaptiveLimitDoor(limit, clock);
        yield return new CircuitDoor(breaker);
        yield return new RateLimitDoor(new RateLimiter(alias, options.RateLimit, clock, metrics), options.RateLimit, clock);
        yield return new ConcurrencyDoor(
            new ConcurrencyGate(alias, limit, options.RateLimit.MostWaiting, clock, metrics), TimeSpan.FromSeconds(options.RateLimit.PatienceSeconds));
        yield return new CircuitFrontDoor(breaker);
    }
}
