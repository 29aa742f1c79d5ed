using HybridAi.Llm.Providers;
using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HybridAi.Llm.Gateway;

/// <summary>What stands between a caller and a model, in one place and in order.</summary>
/// <param name="ledger">The account.</param>
/// <param name="clock">Measures and dates.</param>
/// <param name="loggers">Hear of failures.</param>
/// <param name="budgets">The budgets' accounts; null: none are held.</param>
/// <param name="cache">Where answers are kept; null: none are.</param>
internal sealed class ModelPipeline(Ledger ledger, TimeProvider clock, ILoggerFactory loggers, BudgetBook? budgets = null, CacheStore? cache = null)
{
    /// <summary>
    /// Wraps a provider's client, from the inside out. Metering stands around the timeout, so that a call that was given up is accounted
    /// for; whatever calls again (retry), answers instead (cache) or forbids (budget) stands around metering, so that a line is one call.
    /// </summary>
    public IChatClient Around(IChatClient provider, string alias, ModelOptions options)
    {
        var client = provider;
        var price = ModelPrice.Of(options);
        client = new TimeoutChatClient(client, alias, TimeSpan.FromSeconds(options.TimeoutSeconds), clock);
        client = new MeteredChatClient(client, alias, price, ledger, clock, loggers.CreateLogger<MeteredChatClient>());
        if (budgets is not null)
            client = new BudgetChargeChatClient(client, alias, price, budgets, loggers.CreateLogger<BudgetChargeChatClient>());
        // Recorded answers are kept already, with what they cost.
        if (cache is { Options.Enabled: true } && provider is not RecordedChatClient)
            client = new CacheChatClient(client, alias, options, cache, ledger, clock, loggers.CreateLogger<CacheChatClient>());
        if (budgets is not null) client = new BudgetChatClient(client, alias, price, budgets);
        return client;
    }
}
