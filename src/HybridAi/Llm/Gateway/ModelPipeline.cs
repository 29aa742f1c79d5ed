using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HybridAi.Llm.Gateway;

/// <summary>What stands between a caller and a model, in one place and in order.</summary>
internal sealed class ModelPipeline(Ledger ledger, TimeProvider clock, ILoggerFactory loggers)
{
    /// <summary>
    /// Wraps a provider's client, from the inside out. Metering stands around the timeout, so that a call that was given up is accounted
    /// for; whatever calls again (retry), answers instead (cache) or forbids (budget) stands around metering, so that a line is one call.
    /// </summary>
    public IChatClient Around(IChatClient provider, string alias, ModelOptions options)
    {
        var client = options.Capabilities.Streaming ? provider : new WholeAnswerChatClient(provider);
        client = new TimeoutChatClient(client, alias, TimeSpan.FromSeconds(options.TimeoutSeconds), clock);
        client = new MeteredChatClient(client, alias, PriceList.Of(options), ledger, clock, loggers.CreateLogger<MeteredChatClient>());
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
