using System.Globalization;

namespace HybridAi.Llm.Gateway;

/// <summary>A call that was not made because a budget has no room for the most that it could cost.</summary>
/// <param name="Budget">The budget, as it stands.</param>
/// <param name="NeededUsd">What the call could cost at most.</param>
public sealed record BudgetRefusal(BudgetState Budget, decimal NeededUsd)
{
    /// <summary>The code of the fault.</summary>
    public const string Exhausted = "budget-exhausted";

    /// <summary>The code of the fault of a model whose price nobody stated.</summary>
    public const string PriceUnknown = "budget-price-unknown";

    /// <summary>The code of the fault of a call whose answer may be of any length, or whose question can't be counted.</summary>
    public const string Unbounded = "budget-call-unbounded";

    /// <summary>Whether a budget forbade the call: asking again gives the same, until somebody changes something or the period ends.</summary>
    public static bool Is(Fault? fault) => fault?.Code is Exhausted or PriceUnknown or Unbounded;

    /// <summary>The refusal as a fault that names budget, cap, spent, reserved and when it renews.</summary>
    public Fault ToFault() => Fault.Conflict(Exhausted, string.Create(
        CultureInfo.InvariantCulture,
        $"There is no room in {Budget.Name}: cap {Budget.CapUsd:0.#########} USD, spent {Budget.SpentUsd:0.#########}, reserved for calls under way {Budget.ReservedUsd:0.#########}; this call may cost {NeededUsd:0.#########}. It renews at {Budget.RenewsAt.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'}."));
}
