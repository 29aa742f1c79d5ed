using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// What a caller's call holds of its budgets, on its way to the providers. The first provider call takes what was reserved at the door; each
/// further one (a retry, another model) reserves its own worst case just before it is made. What no call took goes back when the caller's
/// call ends.
/// </summary>
internal sealed class BudgetHold(BudgetBook book, IReadOnlyList<BudgetName> budgets, BudgetReservation? first)
{
    private const string PropertyKey = "hybridai.budget-hold";
    private BudgetReservation? _unused = first;

    /// <summary>The hold that the options carry; null where no budget applies.</summary>
    public static BudgetHold? Of(ChatOptions? options) => options?.AdditionalProperties?.GetValueOrDefault(PropertyKey) as BudgetHold;

    /// <summary>A copy of the options that carries this hold.</summary>
    public ChatOptions AttachTo(ChatOptions? options)
    {
        var copy = options?.Clone() ?? new ChatOptions();
        (copy.AdditionalProperties ??= [])[PropertyKey] = this;
        return copy;
    }

    /// <summary>Reserves for the provider call that is about to be made.</summary>
    /// <returns>The reservation; null where every budget is gone by now.</returns>
    /// <exception cref="ModelCallException">A budget has no room.</exception>
    public async Task<BudgetReservation?> TakeAsync(long amountNano, CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _unused, null) is { } held)
        {
            if (held.AmountNano >= amountNano) return held;
            await book.SettleAsync(held, BudgetCharge.None);
        }

        var (reservation, refusal) = await book.ReserveAsync(budgets, amountNano, cancellation);
        return refusal is null ? reservation : throw Refused(refusal);
    }

    /// <summary>Gives back what no call took.</summary>
    public async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _unused, null) is { } held) await book.SettleAsync(held, BudgetCharge.None);
    }

    /// <summary>The refusal as the gateway says it; nobody was called, so nothing was spent.</summary>
    public static ModelCallException Refused(BudgetRefusal refusal) => new(refusal.ToFault(), new CallMeasure(0, null)) { Refusal = refusal };
}
