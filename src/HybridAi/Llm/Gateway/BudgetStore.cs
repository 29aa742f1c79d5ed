using Dapper;
using HybridAi.Storage;

namespace HybridAi.Llm.Gateway;

/// <summary>The budgets there are. One counts from the moment at which it is set: what was spent or under way before is not in it.</summary>
public sealed class BudgetStore(IDatabase database, BudgetBook book, TimeProvider clock)
{
    /// <summary>The largest cap: a billion US dollars, so that sums stay within whole nano-dollars.</summary>
    public const decimal MaxCapUsd = 1_000_000_000m;

    private const int MaxName = 200;

    /// <summary>Sets a cap, or changes it; what the period has spent stays. Faults: <c>budget-name</c>, <c>budget-cap</c>.</summary>
    public async Task<Outcome<BudgetState>> SetAsync(Budget budget, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(budget.Name.Name) || budget.Name.Name.Length > MaxName)
            return Fault.BadInput("budget-name", $"A budget's name has 1 to {MaxName} characters.", "name");
        if (budget.CapUsd is < 0 or > MaxCapUsd) return Fault.BadInput("budget-cap", $"A cap is between 0 and {MaxCapUsd:0} US dollars.", "cap");
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO budgets (scope, name, period, cap_nano, changed_at) VALUES (@Scope, @Name, @Period, @cap, @now)
            ON CONFLICT (scope, name, period) DO UPDATE SET cap_nano = excluded.cap_nano, changed_at = excluded.changed_at
            """,
            BudgetAccount.Parameters(budget.Name, new { cap = Usd.ToNano(budget.CapUsd), now = clock.GetUtcNow() }), cancellationToken: cancellation));
        return await book.FindAsync(budget.Name, cancellation) is { } state
            ? state
            : Fault.Conflict("budget-removed", "The budget was removed at the same moment.");
    }

    /// <summary>All budgets as they stand, by scope, name and period.</summary>
    public async Task<IReadOnlyList<BudgetState>> ListAsync(CancellationToken cancellation)
    {
        await book.ExpireAsync(cancellation);
        return await book.ReadAsync(null, cancellation);
    }

    /// <summary>Removes a cap; calls go on without it. The fault is <c>budget-unknown</c>.</summary>
    public async Task<Outcome<BudgetName>> RemoveAsync(BudgetName name, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var removed = await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM budgets WHERE scope = @Scope AND name = @Name AND period = @Period", BudgetAccount.Parameters(name), cancellationToken: cancellation));
        return removed == 1 ? name : Fault.NotFound("budget-unknown", $"There is no such budget: {name}.");
    }
}
