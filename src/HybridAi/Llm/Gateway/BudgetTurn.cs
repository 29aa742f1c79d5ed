using HybridAi.Storage;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// What several callers want done to the budgets' accounts, in one transaction. Ends come first, since they make room. Then each account is
/// touched once for all: the update that takes what is asked of it holds it until the end of the transaction and says what room is left.
/// Where that is too little, the callers are let in one after another, as if each had come alone, and the rest goes back before anybody
/// else can see it. Locks are taken in one order (reservations by id, then accounts), so no two transactions wait for each other.
/// </summary>
internal sealed class BudgetTurn(Session session, DateTimeOffset now, TimeSpan lease)
{
    private const string OfAccount = "scope = @Scope AND name = @Name AND period = @Period AND starts_at = @StartsAt";

    private const string Move =
        $"""
        UPDATE budget_accounts SET reserved_nano = reserved_nano + @Reserved, spent_nano = spent_nano + @Spent, assumed_nano = assumed_nano + @Assumed
        WHERE {OfAccount}
        RETURNING (SELECT b.cap_nano FROM budgets b WHERE b.scope = @Scope AND b.name = @Name AND b.period = @Period) - spent_nano - reserved_nano
        """;

    private const string OpenAccount =
        """
        INSERT INTO budget_accounts (scope, name, period, starts_at, spent_nano, assumed_nano, reserved_nano)
        VALUES (@Scope, @Name, @Period, @StartsAt, 0, 0, 0) ON CONFLICT DO NOTHING
        """;

    private const string Settle = "DELETE FROM budget_reservations WHERE id = @Id RETURNING amount_nano, accounts, expired";

    private const string Expire =
        "UPDATE budget_reservations SET expired = 1 WHERE id = @Id AND expired = 0 RETURNING amount_nano, accounts, 0";

    private const string Hold =
        "INSERT INTO budget_reservations (id, amount_nano, accounts, expires_at, expired) VALUES (@Id, @Amount, @Accounts, @Expiry, 0)";

    private readonly SortedDictionary<BudgetAccount, Line> _lines = new(BudgetAccount.LockOrder);

    /// <summary>Does all of it; what became of each stands in it.</summary>
    public async Task WriteAsync(IReadOnlyList<BudgetMove> moves)
    {
        foreach (var end in moves.OfType<BudgetEnd>().OrderBy(end => end.Id, StringComparer.Ordinal)) await EndAsync(end);
        var takes = moves.OfType<BudgetTake>().Select(take => new Asked(take, [.. take.Budgets.Select(AccountOf).Order(BudgetAccount.LockOrder)])).ToList();
        foreach (var (take, accounts) in takes)
            foreach (var account in accounts) LineOf(account).Reserved += take.AmountNano;
        foreach (var (account, line) in _lines) line.Left = await MoveAsync(account, line.Reserved, line.Spent, line.Assumed);
        await LetInAsync(takes);
    }

    private async Task EndAsync(BudgetEnd end)
    {
        var found = await session.FirstAsync(
            end.Charge is null ? Expire : Settle, row => new Held(row.GetInt64(0), row.GetString(1), row.GetInt64(2) != 0), ("@Id", end.Id));
        end.Ended = found is not null;
        if (found is null) return;
        var (reserved, assumedBefore) = found.HasExpired ? (0, found.AmountNano) : (found.AmountNano, 0L);
        var charge = end.Charge ?? new BudgetCharge(found.AmountNano, Assumed: true);
        foreach (var account in Json.Read<List<BudgetAccount>>(found.Accounts))
        {
            var line = LineOf(account);
            line.Reserved -= reserved;
            line.Spent += charge.Nano - assumedBefore;
            line.Assumed += (charge.Assumed ? charge.Nano : 0) - assumedBefore;
        }
    }

    private async Task LetInAsync(List<Asked> takes)
    {
        // As it was before any of them took: null for a budget that is gone by now, which caps nothing.
        foreach (var (take, accounts) in takes)
            foreach (var account in accounts) _lines[account].Left += take.AmountNano;
        foreach (var (take, accounts) in takes)
        {
            take.Full = accounts.FirstOrDefault(account => _lines[account].Left < take.AmountNano)?.Budget;
            foreach (var account in accounts)
            {
                var line = _lines[account];
                if (take.Full is null && line.Left is not null) line.Left -= take.AmountNano;
                else line.Back += take.AmountNano;
            }
        }

        foreach (var (account, line) in _lines)
            if (line.Back != 0) await MoveAsync(account, -line.Back, 0, 0);
        foreach (var (take, accounts) in takes)
        {
            take.Reservation = take.Full is null ? new BudgetReservation($"hold-{Guid.CreateVersion7(now):N}", take.AmountNano) : null;
            if (take.Reservation is not { } held) continue;
            await session.ExecuteAsync(
                Hold, ("@Id", held.Id), ("@Amount", held.AmountNano), ("@Accounts", Json.Write(accounts.Where(account => _lines[account].Left is not null))),
                ("@Expiry", now + lease));
        }
    }

    // The room that is left after it; null where there is no such budget any more.
    private async Task<long?> MoveAsync(BudgetAccount account, long reserved, long spent, long assumed)
    {
        var (scope, name, period) = (Words.Of(account.Budget.Scope), account.Budget.Name, Words.Of(account.Budget.Period));
        if (await MoveAsync() is { } room) return room.Left;
        await session.ExecuteAsync(OpenAccount, ("@Scope", scope), ("@Name", name), ("@Period", period), ("@StartsAt", account.StartsAt));
        return (await MoveAsync())!.Left;

        Task<Room?> MoveAsync() => session.FirstAsync(
            Move, row => new Room(row.IsDBNull(0) ? null : row.GetInt64(0)), ("@Reserved", reserved), ("@Spent", spent), ("@Assumed", assumed),
            ("@Scope", scope), ("@Name", name), ("@Period", period), ("@StartsAt", account.StartsAt));
    }

    private BudgetAccount AccountOf(BudgetName budget) => new(budget, Words.StartOf(budget.Period, now));

    private Line LineOf(BudgetAccount account)
    {
        if (!_lines.TryGetValue(account, out var line)) _lines[account] = line = new Line();
        return line;
    }

    private sealed class Line
    {
        public long Reserved { get; set; }

        public long Spent { get; set; }

        public long Assumed { get; set; }

        public long? Left { get; set; }

        public long Back { get; set; }
    }

    private sealed record Asked(BudgetTake Take, IReadOnlyList<BudgetAccount> Accounts);

    private sealed record Held(long AmountNano, string Accounts, bool HasExpired);

    private sealed record Room(long? Left);
}
