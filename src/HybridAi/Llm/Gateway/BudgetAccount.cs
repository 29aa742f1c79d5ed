using Dapper;
using HybridAi.Storage;

namespace HybridAi.Llm.Gateway;

/// <summary>A budget's line for one period.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="StartsAt">When the period began.</param>
internal sealed record BudgetAccount(BudgetName Budget, DateTimeOffset StartsAt)
{
    /// <summary>The order in which every transaction takes its locks, so that none waits for one that waits for it.</summary>
    public static IComparer<BudgetAccount> LockOrder { get; } = Comparer<BudgetAccount>.Create((one, other) =>
    {
        var order = one.Budget.Scope.CompareTo(other.Budget.Scope);
        if (order == 0) order = string.CompareOrdinal(one.Budget.Name, other.Budget.Name);
        if (order == 0) order = one.Budget.Period.CompareTo(other.Budget.Period);
        return order == 0 ? one.StartsAt.CompareTo(other.StartsAt) : order;
    });

    public static DynamicParameters Parameters(BudgetName name, object? more = null)
    {
        var parameters = new DynamicParameters(more);
        parameters.AddDynamicParams(new { Scope = Words.Of(name.Scope), name.Name, Period = Words.Of(name.Period) });
        return parameters;
    }
}

/// <summary>What a call may cost at most, held in every budget that applies to it.</summary>
/// <param name="Id">Names it in the database.</param>
/// <param name="AmountNano">Nano-dollars.</param>
internal sealed record BudgetReservation(string Id, long AmountNano)
{
    public decimal AmountUsd => Usd.FromNano(AmountNano)!.Value;
}
