using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Llm.Gateway;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>The cap to set.</summary>
/// <param name="CapUsd">At most so many US dollars a period; 0 forbids every call that costs anything.</param>
public sealed record BudgetRequest([property: Required, Range(0, 1_000_000_000)] decimal CapUsd);

/// <summary>A budget as it stands in the present period.</summary>
/// <param name="Scope">Whose calls it caps.</param>
/// <param name="Name">The project's name, the key's id or the tenant's name.</param>
/// <param name="Period">For how long the cap holds, by the calendar of UTC.</param>
/// <param name="CapUsd">The cap.</param>
/// <param name="SpentUsd">What calls have cost since the budget was set.</param>
/// <param name="AssumedUsd">The part of it that no provider confirmed: calls that broke or whose process died, charged at the most they can have cost.</param>
/// <param name="ReservedUsd">What calls under way may cost at most.</param>
/// <param name="LeftUsd">What further calls may cost; below zero where the cap was lowered under what is spent.</param>
/// <param name="StartedAt">When the period began.</param>
/// <param name="RenewsAt">When the next one begins.</param>
public sealed record BudgetAnswer(
    BudgetScope Scope, string Name, BudgetPeriod Period, decimal CapUsd, decimal SpentUsd, decimal AssumedUsd, decimal ReservedUsd, decimal LeftUsd,
    DateTimeOffset StartedAt, DateTimeOffset RenewsAt)
{
    internal static BudgetAnswer Of(BudgetState state) => new(
        state.Name.Scope, state.Name.Name, state.Name.Period, state.CapUsd, state.SpentUsd, state.AssumedUsd, state.ReservedUsd, state.LeftUsd, state.StartedAt,
        state.RenewsAt);
}

/// <summary>Caps on what model calls may cost.</summary>
internal static class BudgetEndpoints
{
    private const string Address = "/{scope}/{name}/{period}";

    public static void MapBudgets(this RouteGroupBuilder v1)
    {
        var budgets = v1.MapGroup("/budgets").WithTags("Budgets").Needs(Rights.Manage);

        budgets.MapGet("/", ListAsync)
            .WithSummary("List budgets")
            .WithDescription("With what is spent, reserved for calls under way and left in the present period.");

        budgets.MapPut(Address, SetAsync)
            .Audit("budget.set", "scope", "name", "period")
            .WithSummary("Set or change a budget")
            .WithDescription(
                "Scope is project, key or tenant, period day or month. It counts from now on; a change keeps what the period has spent. Calls over it are refused as budget-exhausted before they are made.")
            .Refuses(404);

        budgets.MapDelete(Address, RemoveAsync)
            .Audit("budget.remove", "scope", "name", "period")
            .WithSummary("Remove a budget")
            .WithDescription("Calls go on without it. What the period has spent counts again if the budget is set again.")
            .Refuses(404);
    }

    private static async Task<Ok<IReadOnlyList<BudgetAnswer>>> ListAsync(
        BudgetStore budgets, CancellationToken cancellation, [Description("Only budgets of this project, key or tenant.")] string? name = null)
        => TypedResults.Ok<IReadOnlyList<BudgetAnswer>>(
            [.. (await budgets.ListAsync(cancellation)).Where(state => name is null || state.Name.Name == name).Select(BudgetAnswer.Of)]);

    private static async Task<Results<Ok<BudgetAnswer>, ProblemHttpResult>> SetAsync(
        string scope, string name, string period, BudgetRequest request, BudgetStore budgets, ProjectStore projects, CancellationToken cancellation)
    {
        if (!BudgetName.Parse(scope, name, period).Succeeded(out var budget, out var fault)) return Refusal.Of(fault);
        // A cap on a misspelt project would hold nothing. Keys and tenants are not ours to know.
        if (budget.Scope == BudgetScope.Project && (await projects.FindAsync(name, cancellation)).Fault is { } unknown) return Refusal.Of(unknown);
        var set = await budgets.SetAsync(new(budget, request.CapUsd), cancellation);
        return set.Then<BudgetAnswer>(state => BudgetAnswer.Of(state)).ToOk();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string scope, string name, string period, BudgetStore budgets, CancellationToken cancellation)
    {
        if (!BudgetName.Parse(scope, name, period).Succeeded(out var budget, out var fault)) return Refusal.Of(fault);
        return (await budgets.RemoveAsync(budget, cancellation)).Succeeded(out _, out fault) ? TypedResults.NoContent() : Refusal.Of(fault);
    }
}
