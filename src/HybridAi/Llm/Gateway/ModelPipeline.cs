using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HybridAi.Llm.Gateway;

/// <summary>What stands between a caller and a model, in one place and in order.</summary>
internal sealed class ModelPipeline(Ledger? ledger, TimeProvider clock, ILoggerFactory loggers)
{
    /// <summary>
    /// Wraps a provider's client, from the inside out. Metering stands outside the timeout, so that a call that was given up is accounted
    /// for, and next to it, so that every attempt of a retry is.
    /// </summary>
    public IChatClient Around(IChatClient provider, string alias, ModelOptions options)
    {
        var client = provider;
        client = new TimeoutChatClient(client, alias, TimeSpan.FromSeconds(options.TimeoutSeconds), clock);
        client = new MeteredChatClient(client, alias, ModelPrice.Of(options), ledger, clock, loggers.CreateLogger<MeteredChatClient>());
        return client;
    }
}
