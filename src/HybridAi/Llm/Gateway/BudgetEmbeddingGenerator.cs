using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Stands at the door: texts that a budget applies to go on only once the most that they can cost together is reserved in every such budget.
/// What was spent is booked further in, by <see cref="BudgetChargeEmbeddingGenerator"/>, for every call of a provider.
/// </summary>
/// <param name="inner">The rest of the gateway.</param>
/// <param name="alias">The model's alias.</param>
/// <param name="price">What its tokens cost now.</param>
/// <param name="book">The budgets' accounts.</param>
internal sealed class BudgetEmbeddingGenerator(
    IEmbeddingGenerator<string, Embedding<float>> inner, string alias, Func<ModelPrice> price, BudgetBook book)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values as IReadOnlyCollection<string> ?? [.. values];
        var hold = BudgetHold.Of(options) is null
            ? await BudgetHold.OpenAsync(book, CallContext.Of(options), () => BudgetCeiling.Of(alias, price(), texts), cancellationToken)
            : null;
        if (hold is null) return await base.GenerateAsync(texts, options, cancellationToken);
        try
        {
            return await base.GenerateAsync(texts, hold.AttachTo(options), cancellationToken);
        }
        finally
        {
            await hold.CloseAsync();
        }
    }
}
