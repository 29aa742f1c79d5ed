using HybridAi.Llm.Providers;
using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// What stands between a caller and a model, in one place and in order. Outermost first: what is of the caller's alias (<see cref="InFront"/>:
/// budget, cache, failover), then what is of the one model that is called (<see cref="Around(IChatClient, string, ModelOptions)"/>: retry, circuit, concurrency, rate limit,
/// circuit, telemetry, charge, metering, timeout).
/// </summary>
/// <param name="ledger">The account.</param>
/// <param name="clock">Measures and dates.</param>
/// <param name="loggers">Hear of failures.</param>
/// <param name="metrics">Count.</param>
/// <param name="jitter">Chance for waits.</param>
/// <param name="budgets">The budgets' accounts; null: none are held.</param>
/// <param name="cache">Where answers are kept; null: none are.</param>
/// <param name="semantic">Finds answers of similar questions; null: nobody looks for them.</param>
internal sealed class ModelPipeline(
    Ledger ledger, TimeProvider clock, ILoggerFactory loggers, GatewayMetrics metrics, Jitter jitter, BudgetBook? budgets = null, CacheStore? cache = null,
    SemanticCache? semantic = null)
{
    /// <summary>
    /// Wraps a provider's client, from the inside out. Metering stands around the timeout, so that a call that was given up is accounted
    /// for; whatever calls again (retry), answers instead (cache) or forbids (budget) stands around metering, so that a line is one call.
    /// The charge stands next to metering: every call of the provider is reserved for, settled at its cost, and not made without room.
    /// The limits stand inside the retries, since every attempt is a call that the provider counts, and the rate limit next to the call,
    /// so that no other wait comes between a permit and its use.
    /// </summary>
    public DelegatingChatClient Around(IChatClient provider, string alias, ModelOptions options)
    {
        var limit = new AdaptiveLimit(options.Concurrency, clock);
        var breaker = new CircuitBreaker(alias, options.CircuitBreaker, clock, metrics);
        var prices = PriceList.Of(options);
        var client = options.Capabilities.Streaming ? provider : new WholeAnswerChatClient(provider);
        client = new TimeoutChatClient(client, alias, TimeSpan.FromSeconds(options.TimeoutSeconds), clock);
        client = new MeteredChatClient(client, alias, prices, ledger, clock, loggers.CreateLogger<MeteredChatClient>());
        if (budgets is not null)
            client = new BudgetChargeChatClient(client, alias, () => prices.At(clock.GetUtcNow()), budgets, loggers.CreateLogger<BudgetChargeChatClient>());
        client = new TelemetryChatClient(client, alias, options, clock, metrics);
        client = new AdaptiveLimitChatClient(client, limit, clock);
        client = new CircuitBreakerChatClient(client, breaker);
        client = new RateLimitChatClient(client, new RateLimiter(alias, options.RateLimit, clock, metrics), options.RateLimit, clock);
        client = new ConcurrencyChatClient(
            client,
            new ConcurrencyGate(alias, limit, options.RateLimit.MostWaiting, clock, metrics),
            TimeSpan.FromSeconds(options.RateLimit.PatienceSeconds));
        client = new CircuitDoorChatClient(client, breaker);
        return new RetryChatClient(client, alias, options.Retry, jitter, clock, metrics);
    }

    /// <summary>
    /// Wraps the way to a model in what is of the alias that was asked for, whoever serves in the end. Failover stands inside of cache and
    /// budget and outside of the limits and circuits, which are each model's own: it turns to another model when they refuse.
    /// </summary>
    public IChatClient InFront(IChatClient model, string alias, ModelOptions options, Func<string, Outcome<IChatClient>> find)
    {
        var client = model;
        if (options.Failover.Length > 0) client = new FailoverChatClient(client, alias, options.Failover, find, metrics);
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

    /// <summary>Wraps an embedding provider's generator, from the inside out: a line is one call, and many texts are several calls.</summary>
    public IEmbeddingGenerator<string, Embedding<float>> Around(IEmbeddingGenerator<string, Embedding<float>> provider, string alias, ModelOptions options)
    {
        var generator = provider;
        generator = new TimeoutEmbeddingGenerator(generator, alias, TimeSpan.FromSeconds(options.TimeoutSeconds), clock);
        generator = new MeteredEmbeddingGenerator(
            generator, alias, PriceList.Of(options), ledger, clock, loggers.CreateLogger<MeteredEmbeddingGenerator>());
        generator = new BatchedEmbeddingGenerator(generator, options.TextsPerCall);
        return generator;
    }
}
