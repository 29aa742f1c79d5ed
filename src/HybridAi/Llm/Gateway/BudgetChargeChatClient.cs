using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Stands directly around the metering of one provider call: reserves for it, and settles what it cost however it ended. A broken, cancelled
/// or abandoned stream is settled from what arrived; where nothing did and nobody said what it cost, the reservation stands as spent.
/// </summary>
/// <param name="inner">The metered call.</param>
/// <param name="alias">The model's alias.</param>
/// <param name="price">What its tokens cost now.</param>
/// <param name="settlement">Books what calls cost.</param>
internal sealed class BudgetChargeChatClient(IChatClient inner, string alias, Func<ModelPrice> price, BudgetSettlement settlement)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var sent = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        if (await TakeAsync(sent, options, cancellationToken) is not { } reserved) return await base.GetResponseAsync(sent, options, cancellationToken);
        var charge = BudgetCharge.Full(reserved);
        try
        {
            var response = await base.GetResponseAsync(sent, options, cancellationToken);
            var counted = BudgetCeiling.Of(price(), sent, options, BudgetCeiling.Bytes(response.Text));
            charge = BudgetCharge.Of(reserved, response.CostUsd(), counted);
            return response;
        }
        catch (ModelCallException failure)
        {
            charge = BudgetCharge.Of(reserved, Told(failure), arrived: null);
            throw;
        }
        finally
        {
            await settlement.SettleAsync(reserved, charge);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var sent = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var reserved = await TakeAsync(sent, options, cancellationToken);
        await using var updates = base.GetStreamingResponseAsync(sent, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var (bytes, told) = (0L, (decimal?)null);
        try
        {
            while (await MoveNextAsync())
            {
                var update = updates.Current;
                bytes += BudgetCeiling.Bytes(update.Text);
                told = CallMeasures.Find(update.AdditionalProperties)?.CostUsd
                    ?? price().Of(update.Contents.OfType<UsageContent>().LastOrDefault()?.Details) ?? told;
                yield return update;
            }
        }
        finally
        {
            if (reserved is not null)
            {
                var counted = bytes == 0 ? null : BudgetCeiling.Of(price(), sent, options, bytes);
                await settlement.SettleAsync(reserved, BudgetCharge.Of(reserved, told, counted));
            }
        }

        async ValueTask<bool> MoveNextAsync()
        {
            try
            {
                return await updates.MoveNextAsync();
            }
            catch (ModelCallException failure)
            {
                told = Told(failure) ?? told;
                throw;
            }
        }
    }

    private static decimal? Told(ModelCallException failure) => failure.Measure is { Estimated: false } measure ? measure.CostUsd : null;

    private async Task<BudgetReservation?> TakeAsync(IReadOnlyCollection<ChatMessage> messages, ChatOptions? options, CancellationToken cancellation)
    {
        if (BudgetHold.Of(options) is not { } hold) return null;
        return BudgetCeiling.Of(alias, price(), messages, options).Succeeded(out var amount, out var fault)
            ? await hold.TakeAsync(amount, cancellation)
            : throw new ModelCallException(fault, new CallMeasure(0, null));
    }
}
