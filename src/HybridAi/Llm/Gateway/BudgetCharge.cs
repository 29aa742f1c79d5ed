using HybridAi.Storage;

namespace HybridAi.Llm.Gateway;

/// <summary>What a call is charged with.</summary>
/// <param name="Nano">Nano-dollars.</param>
/// <param name="Assumed">Whether that is our count or our caution, and not the provider's word.</param>
internal readonly record struct BudgetCharge(long Nano, bool Assumed)
{
    /// <summary>Nothing: the call was not made.</summary>
    public static BudgetCharge None => default;

    /// <summary>All that was reserved: nothing is known of what the call cost.</summary>
    public static BudgetCharge Full(BudgetReservation reserved) => new(reserved.AmountNano, Assumed: true);

    /// <summary>What was measured.</summary>
    public static BudgetCharge Of(decimal costUsd) => new(Usd.ToNano(costUsd)!.Value, Assumed: false);

    /// <summary>What a call that ended, well or not, is charged with.</summary>
    /// <param name="reserved">What it could cost at most.</param>
    /// <param name="told">What it cost, where that is known; an estimate is not, for a cap has to hold.</param>
    /// <param name="arrived">The price of what was sent and of the answer as far as it came, counted; null where none came.</param>
    public static BudgetCharge Of(BudgetReservation reserved, decimal? told, decimal? arrived)
    {
        if (told is { } known) return Of(known);
        return arrived is { } counted
            ? new(Math.Min(Usd.ToNano(counted)!.Value, reserved.AmountNano), Assumed: true)
            : Full(reserved);
    }
}
