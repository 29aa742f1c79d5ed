using Dapper;
using HybridAi.Llm.Gateway;
using HybridAi.Storage;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class BudgetBookTests
{
    private const long Cent = 10_000_000;

    private static CancellationToken Cancellation => GatewayBench.Cancellation;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task What_is_reserved_is_held_until_it_is_settled_at_its_cost(string database)
    {
        await using var bench = await GatewayBench.CreateAsync(database);
        var budget = await bench.CapAsync(0.10m);

        var held = await ReserveAsync(bench, 6 * Cent, budget);
        (await bench.FiguresAsync(budget)).ShouldBe((0m, 0m, 0.06m));
        var refusal = (await bench.Book.ReserveAsync([budget], 5 * Cent, Cancellation)).Refusal.ShouldNotBeNull();
        await bench.Book.SettleAsync(held, BudgetCharge.Of(0.02m));

        (await bench.FiguresAsync(budget)).ShouldBe((0.02m, 0m, 0m));
        (refusal.Budget.CapUsd, refusal.Budget.ReservedUsd, refusal.NeededUsd).ShouldBe((0.10m, 0.06m, 0.05m));
        await ReserveAsync(bench, 8 * Cent, budget);
        (await bench.StateAsync(budget)).LeftUsd.ShouldBe(0);
    }

    [Fact]
    public async Task A_refusal_names_budget_cap_spent_reserved_and_when_it_renews()
    {
        await using var bench = await GatewayBench.CreateAsync();
        var budget = await bench.CapAsync(1.5m, period: BudgetPeriod.Month);
        await bench.Book.SettleAsync(await ReserveAsync(bench, 100 * Cent, budget), BudgetCharge.Of(1m));
        await ReserveAsync(bench, 30 * Cent, budget);

        var fault = (await bench.Book.ReserveAsync([budget], 40 * Cent, Cancellation)).Refusal.ShouldNotBeNull().ToFault();

        (fault.Kind, fault.Code).ShouldBe((FaultKind.Conflict, "budget-exhausted"));
        fault.Reason.ShouldBe(
            "There is no room in the month's budget of project 'mail': cap 1.5 USD, spent 1, reserved for calls under way 0.3; this call may cost 0.4. It renews at 2026-04-01T00:00Z.");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task All_budgets_that_apply_are_charged_or_none(string database)
    {
        await using var bench = await GatewayBench.CreateAsync(database);
        var (project, key, tenant) = (
            await bench.CapAsync(1m), await bench.CapAsync(1m, "k1", BudgetScope.Key), await bench.CapAsync(0.05m, "acme", BudgetScope.Tenant, BudgetPeriod.Month));
        await bench.CapAsync(1m, "k2", BudgetScope.Key);

        var applying = await bench.Book.ApplyingAsync(GatewayBench.Call(key: "k1", tenant: "acme"), Cancellation);
        applying.ShouldBe([project, key, tenant], ignoreOrder: true);
        (await bench.Book.ReserveAsync(applying, 10 * Cent, Cancellation)).Refusal.ShouldNotBeNull().Budget.Name.ShouldBe(tenant);

        foreach (var budget in applying) (await bench.FiguresAsync(budget)).ShouldBe((0m, 0m, 0m));
        var held = await ReserveAsync(bench, 5 * Cent, [.. applying]);
        await bench.Book.SettleAsync(held, BudgetCharge.Of(0.04m));
        foreach (var budget in applying) (await bench.FiguresAsync(budget)).ShouldBe((0.04m, 0m, 0m));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_reservation_whose_process_died_counts_as_spent_after_its_lease(string database)
    {
        await using var bench = await GatewayBench.CreateAsync(database);
        var budget = await bench.CapAsync(0.10m);
        var late = await ReserveAsync(bench, 4 * Cent, budget);
        await ReserveAsync(bench, 3 * Cent, budget);

        (await bench.Book.ExpireAsync(Cancellation)).ShouldBe(0);
        bench.Clock.Advance(TimeSpan.FromSeconds(61));
        var refusal = (await bench.Book.ReserveAsync([budget], 4 * Cent, Cancellation)).Refusal.ShouldNotBeNull();

        (refusal.Budget.SpentUsd, refusal.Budget.AssumedUsd, refusal.Budget.ReservedUsd).ShouldBe((0.07m, 0.07m, 0m));
        (await bench.Book.ExpireAsync(Cancellation)).ShouldBe(0, "each expires once");

        // It was slow and not dead: its cost is put right, once.
        await bench.Book.SettleAsync(late, BudgetCharge.Of(0.01m));
        await bench.Book.SettleAsync(late, BudgetCharge.Of(0.01m));
        (await bench.FiguresAsync(budget)).ShouldBe((0.04m, 0.03m, 0m));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_reservation_that_ran_out_a_week_ago_is_forgotten_and_stays_spent(string database)
    {
        await using var bench = await GatewayBench.CreateAsync(database);
        var budget = await bench.CapAsync(0.10m, period: BudgetPeriod.Month);
        var dead = await ReserveAsync(bench, 4 * Cent, budget);
        bench.Clock.Advance(TimeSpan.FromSeconds(61));
        await bench.Book.ExpireAsync(Cancellation);

        bench.Clock.Advance(TimeSpan.FromDays(6));
        await bench.Book.ExpireAsync(Cancellation);
        (await RowsAsync(bench)).ShouldBe(1, "it may be late and not lost");
        var alive = await ReserveAsync(bench, 1 * Cent, budget);
        bench.Clock.Advance(TimeSpan.FromDays(2));
        await bench.Book.ExpireAsync(Cancellation);

        (await RowsAsync(bench)).ShouldBe(1, "the younger one stays");
        await bench.Book.SettleAsync(dead, BudgetCharge.Of(0.01m));
        await bench.Book.SettleAsync(alive, BudgetCharge.Of(0.005m));
        (await RowsAsync(bench)).ShouldBe(0);
        (await bench.FiguresAsync(budget)).ShouldBe((0.045m, 0.04m, 0m));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Callers_who_come_together_are_let_in_as_if_each_had_come_alone_in_their_order(string database)
    {
        await using var bench = await GatewayBench.CreateAsync(database);
        var (project, key) = (await bench.CapAsync(0.10m), await bench.CapAsync(0.03m, "k1", BudgetScope.Key));
        var unknown = new BudgetName(BudgetScope.Tenant, "gone", BudgetPeriod.Day);
        BudgetTake[] takes =
        [
            new([project], 4 * Cent), new([project, key], 5 * Cent), new([key, project], 3 * Cent), new([project], 4 * Cent), new([project, unknown], 3 * Cent),
            new([project], 1),
        ];

        await using (var session = new Session(await bench.Test.Database.OpenAsync(Cancellation)))
        {
            await session.BeginAsync();
            await new BudgetTurn(session, bench.Clock.GetUtcNow(), TimeSpan.FromMinutes(1)).WriteAsync(takes);
            await session.CommitAsync();
        }

        takes.Select(take => take.Full).ShouldBe([null, key, null, project, null, project]);
        takes.Select(take => take.Reservation is null).ShouldBe([false, true, false, true, false, true]);
        (await bench.FiguresAsync(project)).ShouldBe((0m, 0m, 0.10m));
        (await bench.FiguresAsync(key)).ShouldBe((0m, 0m, 0.03m));
        foreach (var take in takes.Where(take => take.Reservation is not null)) await bench.Book.SettleAsync(take.Reservation!, BudgetCharge.Of(0.01m));
        (await bench.FiguresAsync(project)).ShouldBe((0.03m, 0m, 0m));
        (await bench.FiguresAsync(key)).ShouldBe((0.01m, 0m, 0m));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_new_day_or_month_begins_with_all_its_room_and_a_call_counts_where_it_began(string database)
    {
        await using var bench = await GatewayBench.CreateAsync(database);
        var (day, month) = (await bench.CapAsync(0.10m), await bench.CapAsync(0.15m, period: BudgetPeriod.Month));
        var held = await ReserveAsync(bench, 10 * Cent, day, month);

        bench.Clock.Advance(new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero) - bench.Clock.GetUtcNow());
        await bench.Book.SettleAsync(held, BudgetCharge.Of(0.10m));

        (await bench.FiguresAsync(day)).ShouldBe((0m, 0m, 0m));
        (await bench.FiguresAsync(month)).ShouldBe((0.10m, 0m, 0m));
        (await bench.StateAsync(day)).RenewsAt.ShouldBe(new DateTimeOffset(2026, 3, 4, 0, 0, 0, TimeSpan.Zero));
        (await bench.Book.ReserveAsync([day, month], 10 * Cent, Cancellation)).Refusal.ShouldNotBeNull().Budget.Name.ShouldBe(month);
        bench.Clock.Advance(TimeSpan.FromDays(29));
        await ReserveAsync(bench, 10 * Cent, day, month);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_cap_can_be_lowered_removed_and_set_again_without_giving_the_period_back(string database)
    {
        await using var bench = await GatewayBench.CreateAsync(database);
        var budget = await bench.CapAsync(1m);
        await bench.Book.SettleAsync(await ReserveAsync(bench, 50 * Cent, budget), BudgetCharge.Of(0.5m));

        await bench.CapAsync(0.3m);
        (await bench.StateAsync(budget)).LeftUsd.ShouldBe(-0.2m);
        (await bench.Book.ReserveAsync([budget], 1, Cancellation)).Refusal.ShouldNotBeNull();

        (await bench.Store.RemoveAsync(budget, Cancellation)).Fault.ShouldBeNull();
        (await bench.Store.RemoveAsync(budget, Cancellation)).Fault.ShouldNotBeNull().Code.ShouldBe("budget-unknown");
        var (unheld, none) = await bench.Book.ReserveAsync([budget], 100 * Cent, Cancellation);
        none.ShouldBeNull("a budget that is gone caps nothing");
        await bench.Book.SettleAsync(unheld.ShouldNotBeNull(), BudgetCharge.None);

        await bench.CapAsync(2m);
        (await bench.FiguresAsync(budget)).ShouldBe((0.5m, 0m, 0m));
    }

    [Fact]
    public async Task A_budget_has_a_name_and_a_cap_within_bounds()
    {
        await using var bench = await GatewayBench.CreateAsync();
        async Task<string?> CodeAsync(string name, decimal cap)
            => (await bench.Store.SetAsync(new(new(BudgetScope.Tenant, name, BudgetPeriod.Day), cap), Cancellation)).Fault?.Code;

        (await CodeAsync(" ", 1)).ShouldBe("budget-name");
        (await CodeAsync(new string('x', 201), 1)).ShouldBe("budget-name");
        (await CodeAsync("acme", -0.01m)).ShouldBe("budget-cap");
        (await CodeAsync("acme", 1_000_000_001m)).ShouldBe("budget-cap");
        (await CodeAsync("acme", 0)).ShouldBeNull();
        (await bench.Store.ListAsync(Cancellation)).ShouldHaveSingleItem().CapUsd.ShouldBe(0);
    }

    private static async Task<long> RowsAsync(GatewayBench bench)
    {
        await using var connection = await bench.Test.Database.OpenAsync(Cancellation);
        return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM budget_reservations");
    }

    private static async Task<BudgetReservation> ReserveAsync(GatewayBench bench, long nano, params BudgetName[] budgets)
    {
        var (reservation, refusal) = await bench.Book.ReserveAsync(budgets, nano, Cancellation);
        refusal.ShouldBeNull();
        return reservation.ShouldNotBeNull();
    }
}
