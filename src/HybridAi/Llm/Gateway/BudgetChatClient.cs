using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Stands at the door: a call that a budget applies to goes on only once the most that it can cost is reserved in every such budget. What
/// was spent is booked further in, by <see cref="BudgetChargeChatClient"/>, for every call of a provider.
/// </summary>
/// <param name="inner">The rest of the gateway.</param>
/// <param name="alias">The model's alias.</param>
/// <param name="price">What its tokens cost now.</param>
/// <param name="book">The budgets' accounts.</param>
internal sealed class BudgetChatClient(IChatClient inner, string alias, Func<ModelPrice> price, BudgetBook book) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var sent = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        if (await OpenAsync(sent, options, cancellationToken) is not { } hold) return await base.GetResponseAsync(sent, options, cancellationToken);
        try
        {
            return await base.GetResponseAsync(sent, hold.AttachTo(options), cancellationToken);
        }
        finally
        {
            await hold.CloseAsync();
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var sent = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var hold = await OpenAsync(sent, options, cancellationToken);
        try
        {
            await foreach (var update in base.GetStreamingResponseAsync(sent, hold?.AttachTo(options) ?? options, cancellationToken)) yield return update;
        }
        finally
        {
            if (hold is not null) await hold.CloseAsync();
        }
    }

    // Null: no budget applies, or a client further out has seen to it.
    private async Task<BudgetHold?> OpenAsync(IReadOnlyCollection<ChatMessage> messages, ChatOptions? options, CancellationToken cancellation)
        => BudgetHold.Of(options) is null
            ? await BudgetHold.OpenAsync(book, CallContext.Of(options), () => BudgetCeiling.Of(alias, price(), messages, options), cancellation)
            : null;
}
