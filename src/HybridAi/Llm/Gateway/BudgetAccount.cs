using Dapper;
using HybridAi.Storage;

namespace HybridAi.Llm.Gateway;

/// <summary>A budget's line for one period.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="StartsAt">When the period began.</param>
internal sealed record BudgetAccount(BudgetName Budget, DateTimeOffset StartsAt)
{
    /// <summary>The order in which every transaction takes its locks, so that none waits for one that waits for it.</summary>
    public static IReadOnlyList<BudgetAccount> InOrder(IEnumerable<BudgetName> budgets, DateTimeOffset moment)
        => [.. budgets.OrderBy(budget => budget.Scope).ThenBy(budget => budget.Name, StringComparer.Ordinal).ThenBy(budget => budget.Period)
            .Select(budget => new BudgetAccount(budget, Words.StartOf(budget.Period, moment)))];

    public static DynamicParameters Parameters(BudgetName name, object? more = null)
    {
        var parameters = new DynamicParameters(more);
        parameters.AddDynamicParams(new { Scope = Words.Of(name.Scope), name.Name, Period = Words.Of(name.Period) });
        return parameters;
    }

    public DynamicParameters Parameters(object? more = null)
    {
        var parameters = Parameters(Budget, more);
        parameters.AddDynamicParams(new { StartsAt });
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
