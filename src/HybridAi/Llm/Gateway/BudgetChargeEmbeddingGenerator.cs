using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Stands directly around the metering of one provider call for vectors: reserves for it, and settles what it cost however it ended. Where
/// nobody said what it cost, the most that it can have cost stands as spent.
/// </summary>
/// <param name="inner">The metered call.</param>
/// <param name="alias">The model's alias.</param>
/// <param name="price">What its tokens cost now.</param>
/// <param name="settlement">Books what calls cost.</param>
internal sealed class BudgetChargeEmbeddingGenerator(
    IEmbeddingGenerator<string, Embedding<float>> inner, string alias, Func<ModelPrice> price, BudgetSettlement settlement)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values as IReadOnlyCollection<string> ?? [.. values];
        if (BudgetHold.Of(options) is not { } hold) return await base.GenerateAsync(texts, options, cancellationToken);
        if (!BudgetCeiling.Of(alias, price(), texts).Succeeded(out var amount, out var fault)) throw new ModelCallException(fault, new CallMeasure(0, null));
        if (await hold.TakeAsync(amount, cancellationToken) is not { } taken) return await base.GenerateAsync(texts, options, cancellationToken);
        // What was reserved at the door may be for more texts than this call sends: the call itself can't have cost more than its own.
        var own = taken with { AmountNano = amount };
        var charge = BudgetCharge.Full(own);
        try
        {
            var embeddings = await base.GenerateAsync(texts, options, cancellationToken);
            charge = BudgetCharge.Of(own, embeddings.CostUsd(), arrived: null);
            return embeddings;
        }
        catch (ModelCallException failure)
        {
            charge = BudgetCharge.Of(own, failure.Measure?.CostUsd, arrived: null);
            throw;
        }
        finally
        {
            await settlement.SettleAsync(own, charge);
        }
    }
}
