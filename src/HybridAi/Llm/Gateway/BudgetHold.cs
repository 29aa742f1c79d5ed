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
    public static BudgetHold? Of(ChatOptions? options) => Of(options?.AdditionalProperties);

    /// <inheritdoc cref="Of(ChatOptions?)"/>
    public static BudgetHold? Of(EmbeddingGenerationOptions? options) => Of(options?.AdditionalProperties);

    /// <summary>Reserves at the door the most that a caller's call can cost; null where no budget applies to it.</summary>
    /// <param name="book">The budgets' accounts.</param>
    /// <param name="call">Whose call it is.</param>
    /// <param name="ceiling">The most that it can cost, in nano-dollars.</param>
    /// <param name="cancellation">The caller's.</param>
    /// <exception cref="ModelCallException">A budget has no room, or no ceiling can be given.</exception>
    public static async Task<BudgetHold?> OpenAsync(BudgetBook book, CallContext call, Func<Outcome<long>> ceiling, CancellationToken cancellation)
    {
        var budgets = await book.ApplyingAsync(call, cancellation);
        if (budgets.Count == 0) return null;
        if (!ceiling().Succeeded(out var amount, out var fault)) throw new ModelCallException(fault, new CallMeasure(0, null));
        var (reservation, refusal) = await book.ReserveAsync(budgets, amount, cancellation);
        return refusal is null ? new BudgetHold(book, budgets, reservation) : throw Refused(refusal);
    }

    /// <summary>A copy of the options that carries this hold.</summary>
    public ChatOptions AttachTo(ChatOptions? options)
    {
        var copy = options?.Clone() ?? new ChatOptions();
        (copy.AdditionalProperties ??= [])[PropertyKey] = this;
        return copy;
    }

    /// <inheritdoc cref="AttachTo(ChatOptions?)"/>
    public EmbeddingGenerationOptions AttachTo(EmbeddingGenerationOptions? options)
    {
        var copy = options?.Clone() ?? new EmbeddingGenerationOptions();
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

    private static BudgetHold? Of(AdditionalPropertiesDictionary? properties) => properties?.GetValueOrDefault(PropertyKey) as BudgetHold;
}
