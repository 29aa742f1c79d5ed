using Dapper;
using HybridAi.Storage;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// The accounts of all budgets. A call's worst case is taken from every budget that applies, or from none; calls that come together share
/// a transaction, and whoever comes at the same time in another process sees the sum with them or waits for it.
/// </summary>
public sealed class BudgetBook
{
    // A call that is that late is not coming back to be settled.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private const string Forgotten = "FROM budget_reservations WHERE expired = 1 AND expires_at < @before";

    private readonly IDatabase _database;
    private readonly TimeProvider _clock;
    private readonly SharedWrite<BudgetMove> _write;

    /// <summary>The accounts in this database.</summary>
    public BudgetBook(IDatabase database, BudgetOptions options, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        var lease = TimeSpan.FromSeconds(options.LeaseSeconds);
        _write = new(place: 2, (session, moves) => new BudgetTurn(session, clock.GetUtcNow(), lease).WriteAsync(moves));
    }

    /// <summary>The budgets that a call for this project, key and tenant is charged against.</summary>
    public async Task<IReadOnlyList<BudgetName>> ApplyingAsync(CallContext call, CancellationToken cancellation)
        => await _database.Reads.AllAsync(
            """
            SELECT scope, name, period FROM budgets
            WHERE (scope = 'project' AND name = @Project) OR (scope = 'key' AND name = @Key) OR (scope = 'tenant' AND name = @Tenant)
            """,
            row => BudgetRow.Named(row.GetString(0), row.GetString(1), row.GetString(2)),
            [("@Project", call.Project), ("@Key", call.Key ?? ""), ("@Tenant", call.Tenant ?? "")], cancellation);

    /// <summary>Takes the amount from every one of these budgets, or says which has no room for it. A budget that is gone by now is passed over.</summary>
    internal async Task<(BudgetReservation? Reservation, BudgetRefusal? Refusal)> ReserveAsync(
        IReadOnlyList<BudgetName> budgets, long amountNano, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var take = new BudgetTake(budgets, amountNano);
            await _database.Writes.AddAsync(_write, take);
            if (take.Full is not { } full) return (take.Reservation, null);
            await ExpireAsync(cancellation);
            if (await FindAsync(full, cancellation) is { } state) return (null, new BudgetRefusal(state, Usd.FromNano(amountNano)!.Value));
        }
    }

    /// <summary>
    /// Gives back what was reserved and books what the call cost, in the period in which it was reserved. Only the first settlement of a
    /// reservation counts; one that has expired is put right.
    /// </summary>
    internal Task SettleAsync(BudgetReservation reservation, BudgetCharge charge)
        => _database.Writes.AddAsync(_write, new BudgetEnd(reservation.Id, charge));

    /// <summary>Counts as spent what was reserved by calls whose lease has run out, and forgets those that ran out a week ago.</summary>
    /// <returns>How many were counted.</returns>
    public async Task<int> ExpireAsync(CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        List<string> silent;
        await using (var connection = await _database.OpenAsync(cancellation))
        {
            silent = (await connection.QueryAsync<string>(new CommandDefinition(
                "SELECT id FROM budget_reservations WHERE expired = 0 AND expires_at < @now", new { now }, cancellationToken: cancellation))).AsList();
            if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition($"SELECT EXISTS (SELECT 1 {Forgotten})", new { before = now - Kept }, cancellationToken: cancellation)))
                await connection.ExecuteAsync(new CommandDefinition($"DELETE {Forgotten}", new { before = now - Kept }, cancellationToken: cancellation));
        }

        var ends = silent.ConvertAll(id => new BudgetEnd(id, charge: null));
        await Task.WhenAll(ends.Select(end => _database.Writes.AddAsync(_write, end)));
        return ends.Count(end => end.Ended);
    }

    /// <summary>How a budget stands; null where there is none.</summary>
    public async Task<BudgetState?> FindAsync(BudgetName name, CancellationToken cancellation)
        => await ReadAsync(name, cancellation) is [var state] ? state : null;

    /// <summary>How one budget stands, or every one.</summary>
    internal async Task<IReadOnlyList<BudgetState>> ReadAsync(BudgetName? only, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        var parameters = only is null ? new DynamicParameters() : BudgetAccount.Parameters(only);
        parameters.AddDynamicParams(new { day = Words.StartOf(BudgetPeriod.Day, now), month = Words.StartOf(BudgetPeriod.Month, now) });
        await using var connection = await _database.OpenAsync(cancellation);
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

    private sealed class BudgetRow
    {
        public string Scope { get; init; } = "";
        public string Name { get; init; } = "";
        public string Period { get; init; } = "";
        public long CapNano { get; init; }
        public long SpentNano { get; init; }
        public long AssumedNano { get; init; }
        public long ReservedNano { get; init; }

        public static BudgetName Named(string scope, string name, string period)
            => new(Enum.Parse<BudgetScope>(scope, ignoreCase: true), name, Enum.Parse<BudgetPeriod>(period, ignoreCase: true));

        public BudgetState ToState(DateTimeOffset now)
        {
            var name = Named(Scope, Name, Period);
            var start = Words.StartOf(name.Period, now);
            return new(
                name, Money(CapNano), Money(SpentNano), Money(AssumedNano), Money(ReservedNano), start, Words.EndOf(name.Period, start));
        }

        private static decimal Money(long nano) => Usd.FromNano(nano)!.Value;
    }
}
