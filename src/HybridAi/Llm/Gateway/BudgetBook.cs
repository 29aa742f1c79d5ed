using System.Data.Common;
using Dapper;
using HybridAi.Storage;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// The accounts of all budgets. A call's worst case is taken from every budget that applies, or from none, by one conditional update a
/// budget in one transaction: whoever comes at the same time, in this process or another, sees the sum with it or waits for it. Locks are
/// taken in one order (a reservation's own line, then its accounts), so no two wait for each other.
/// </summary>
public sealed class BudgetBook(IDatabase database, BudgetOptions options, TimeProvider clock) : IDisposable
{
    private const string OfAccount = "scope = @Scope AND name = @Name AND period = @Period AND starts_at = @StartsAt";

    private const string Reserve =
        $"""
        UPDATE budget_accounts SET reserved_nano = reserved_nano + @amount
        WHERE {OfAccount} AND spent_nano + reserved_nano + @amount <=
          (SELECT b.cap_nano FROM budgets b WHERE b.scope = @Scope AND b.name = @Name AND b.period = @Period)
        """;

    private const string OpenAccount =
        """
        INSERT INTO budget_accounts (scope, name, period, starts_at, spent_nano, assumed_nano, reserved_nano)
        VALUES (@Scope, @Name, @Period, @StartsAt, 0, 0, 0) ON CONFLICT DO NOTHING
        """;

    private const string Move =
        $"""
        UPDATE budget_accounts SET reserved_nano = reserved_nano + @reserved, spent_nano = spent_nano + @spent, assumed_nano = assumed_nano + @assumed
        WHERE {OfAccount}
        """;

    // Within a process transactions queue here, without holding a thread or a connection each; between processes the database decides.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The budgets that a call for this project, key and tenant is charged against.</summary>
    public async Task<IReadOnlyList<BudgetName>> ApplyingAsync(CallContext call, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<BudgetRow>(new CommandDefinition(
            """
            SELECT scope, name, period FROM budgets
            WHERE (scope = 'project' AND name = @Project) OR (scope = 'key' AND name = @Key) OR (scope = 'tenant' AND name = @Tenant)
            """,
            new { call.Project, call.Key, call.Tenant }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToName())];
    }

    /// <summary>Takes the amount from every one of these budgets, or says which has no room for it. A budget that is gone by now is passed over.</summary>
    internal async Task<(BudgetReservation? Reservation, BudgetRefusal? Refusal)> ReserveAsync(
        IReadOnlyList<BudgetName> budgets, long amountNano, CancellationToken cancellation)
    {
        while (true)
        {
            var (reservation, full) = await InTurnAsync(
                transaction => TryReserveAsync(transaction, budgets, amountNano), keep: tried => tried.Full is null, cancellation);
            if (full is null) return (reservation, null);
            await ExpireAsync(cancellation);
            if (await FindAsync(full, cancellation) is { } state) return (null, new BudgetRefusal(state, Usd.FromNano(amountNano)!.Value));
            budgets = [.. budgets.Where(budget => budget != full)];
        }
    }

    /// <summary>
    /// Gives back what was reserved and books what the call cost, in the period in which it was reserved. Only the first settlement of a
    /// reservation counts; one that has expired is put right.
    /// </summary>
    internal Task SettleAsync(BudgetReservation reservation, BudgetCharge charge)
        => InTurnAsync(async transaction =>
        {
            var found = await transaction.Connection!.QuerySingleOrDefaultAsync<ReservationRow>(
                "DELETE FROM budget_reservations WHERE id = @Id RETURNING id, amount_nano, accounts, expired", new { reservation.Id }, transaction);
            if (found is null) return false;
            var (reserved, assumedBefore) = found.Expired == 0 ? (found.AmountNano, 0L) : (0L, found.AmountNano);
            await MoveAsync(transaction, found, -reserved, charge.Nano - assumedBefore, (charge.Assumed ? charge.Nano : 0) - assumedBefore);
            return true;
        }, keep: _ => true, CancellationToken.None);

    /// <summary>Counts as spent what was reserved by calls whose lease has run out.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ExpireAsync(CancellationToken cancellation)
    {
        List<string> silent;
        await using (var connection = await database.OpenAsync(cancellation))
        {
            silent = (await connection.QueryAsync<string>(new CommandDefinition(
                "SELECT id FROM budget_reservations WHERE expired = 0 AND expires_at < @now", new { now = clock.GetUtcNow() },
                cancellationToken: cancellation))).AsList();
        }

        var expired = 0;
        foreach (var id in silent)
        {
            expired += await InTurnAsync(async transaction =>
            {
                var found = await transaction.Connection!.QuerySingleOrDefaultAsync<ReservationRow>(
                    "UPDATE budget_reservations SET expired = 1 WHERE id = @id AND expired = 0 RETURNING id, amount_nano, accounts, expired", new { id }, transaction);
                if (found is null) return 0;
                await MoveAsync(transaction, found, -found.AmountNano, found.AmountNano, found.AmountNano);
                return 1;
            }, keep: _ => true, cancellation);
        }

        return expired;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>How a budget stands; null where there is none.</summary>
    public async Task<BudgetState?> FindAsync(BudgetName name, CancellationToken cancellation)
        => await ReadAsync(name, cancellation) is [var state] ? state : null;

    /// <summary>How one budget stands, or every one.</summary>
    internal async Task<IReadOnlyList<BudgetState>> ReadAsync(BudgetName? only, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var parameters = only is null ? new DynamicParameters() : BudgetAccount.Parameters(only);
        parameters.AddDynamicParams(new { day = Words.StartOf(BudgetPeriod.Day, now), month = Words.StartOf(BudgetPeriod.Month, now) });
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<BudgetRow>(new CommandDefinition(
            $"""
            SELECT b.scope, b.name, b.period, b.cap_nano, COALESCE(a.spent_nano, 0) AS spent_nano, COALESCE(a.assumed_nano, 0) AS assumed_nano,
              COALESCE(a.reserved_nano, 0) AS reserved_nano
            FROM budgets b LEFT JOIN budget_accounts a ON a.scope = b.scope AND a.name = b.name AND a.period = b.period
              AND a.starts_at = CASE b.period WHEN 'day' THEN @day ELSE @month END
            {(only is null ? "" : "WHERE b.scope = @Scope AND b.name = @Name AND b.period = @Period")}
            ORDER BY b.scope, b.name, b.period
            """,
            parameters, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToState(now))];
    }

    private async Task<(BudgetReservation? Reservation, BudgetName? Full)> TryReserveAsync(
        DbTransaction transaction, IReadOnlyList<BudgetName> budgets, long amount)
    {
        var (connection, now) = (transaction.Connection!, clock.GetUtcNow());
        var accounts = BudgetAccount.InOrder(budgets, now);
        foreach (var account in accounts)
        {
            var parameters = account.Parameters(new { amount });
            if (await connection.ExecuteAsync(Reserve, parameters, transaction) == 1) continue;
            await connection.ExecuteAsync(OpenAccount, parameters, transaction);
            if (await connection.ExecuteAsync(Reserve, parameters, transaction) == 1) continue;
            return (null, account.Budget);
        }

        var reservation = new BudgetReservation($"hold-{Guid.CreateVersion7(now):N}", amount);
        await connection.ExecuteAsync(
            "INSERT INTO budget_reservations (id, amount_nano, accounts, expires_at, expired) VALUES (@Id, @amount, @held, @expiry, 0)",
            new { reservation.Id, amount, held = Json.Write(accounts), expiry = now.AddSeconds(options.LeaseSeconds) }, transaction);
        return (reservation, null);
    }

    private static async Task MoveAsync(DbTransaction transaction, ReservationRow held, long reserved, long spent, long assumed)
    {
        foreach (var account in Json.Read<List<BudgetAccount>>(held.Accounts))
            await transaction.Connection!.ExecuteAsync(Move, account.Parameters(new { reserved, spent, assumed }), transaction);
    }

    // Cancellation ends the waiting only: a transaction that has begun is carried through, or nobody would know how it ended.
    private async Task<T> InTurnAsync<T>(Func<DbTransaction, Task<T>> work, Func<T, bool> keep, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await using var connection = await database.OpenAsync(CancellationToken.None);
            await using var transaction = await WriteTransaction.BeginAsync(connection, CancellationToken.None);
            var result = await work(transaction.Inner);
            if (keep(result)) await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed class ReservationRow
    {
        public string Id { get; init; } = "";
        public long AmountNano { get; init; }
        public string Accounts { get; init; } = "";
        public long Expired { get; init; }
    }

    private sealed class BudgetRow
    {
        public string Scope { get; init; } = "";
        public string Name { get; init; } = "";
        public string Period { get; init; } = "";
        public long CapNano { get; init; }
        public long SpentNano { get; init; }
        public long AssumedNano { get; init; }
        public long ReservedNano { get; init; }

        public BudgetName ToName() => new(Enum.Parse<BudgetScope>(Scope, ignoreCase: true), Name, Enum.Parse<BudgetPeriod>(Period, ignoreCase: true));

        public BudgetState ToState(DateTimeOffset now)
        {
            var name = ToName();
            var start = Words.StartOf(name.Period, now);
            return new(
                name, Money(CapNano), Money(SpentNano), Money(AssumedNano), Money(ReservedNano), start, Words.EndOf(name.Period, start));
        }

        private static decimal Money(long nano) => Usd.FromNano(nano)!.Value;
    }
}
