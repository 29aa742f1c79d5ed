using HybridAi.Curate.Labelling;
using HybridAi.Tests.Curate;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>A labelling run on a server of which every kind of fault hits a share of the calls.</summary>
public sealed class FaultRunTests
{
    private const int Items = 400;
    private const double Share = 0.3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_item_ends_in_a_label_or_a_reason_none_is_paid_twice_and_the_ledger_is_the_provider_s_bill(bool streams)
    {
        await using var bench = await FaultBench.CreateAsync(streams, seed: 1, Share);

        var run = await bench.LabelAsync(Items);

        bench.Plan.Injected.Keys.ShouldBe(bench.Plan.Kinds.Select(kind => kind.Name), ignoreOrder: true);
        (run.State, run.Labelled + run.Failed).ShouldBe((RunState.Done, Items));
        var labels = await bench.Labels.NewestAsync(CurateBench.Project.Name, bench.Labeller.Name, FaultBench.Cancellation);
        labels.Count.ShouldBe(Items);
        labels.Values.ShouldAllBe(label => label.Value != null || label.Reason.Length > 0);
        bench.Server.Account.PaidTwice().ShouldBeEmpty();

        var (lines, account) = (await bench.LinesAsync(), bench.Server.Account);
        lines.Count.ShouldBe(account.Calls, "a line is one call");
        var told = lines.Where(line => line.InputTokens is not null).Sum(line => line.CostUsd!.Value);
        told.ShouldBe(account.ToldUsd(FaultBench.InputUsd, FaultBench.OutputUsd), "what a provider told is booked to the nano-dollar");
        lines.Where(line => line.CostUsd is null).ShouldAllBe(line => line.Outcome == "model-timeout" || line.Outcome == "model-unreachable"
            || line.Outcome == "model-answer-unreadable" || line.Outcome == "model-broke-off");

        var ours = lines.Sum(line => line.CostUsd ?? 0) - told;
        var cut = account.BillUsd(FaultBench.InputUsd, FaultBench.OutputUsd) - told;
        if (streams) ours.ShouldBeInRange(cut * 0.98m, cut * 1.02m, "a cut stream is settled from what arrived");
        else (ours, cut).ShouldBe((0, 0));

        var budget = await bench.BudgetAsync();
        (budget.SpentUsd - budget.AssumedUsd, budget.ReservedUsd).ShouldBe((told, 0));
        budget.AssumedUsd.ShouldBeGreaterThan(cut, "what nobody confirms is counted at the most that it can have cost");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_provider_that_bills_what_never_arrived_makes_a_difference_that_the_ledger_shows_as_unknown_and_the_budget_covers(bool streams)
    {
        await using var bench = await FaultBench.CreateAsync(streams);
        bench.Server.Then(Loopback.LoopbackFaults.CutBeforeFirstToken, Loopback.LoopbackFaults.CutBeforeFirstToken);

        (await bench.LabelAsync(1)).Labelled.ShouldBe(1);

        var unknown = (await bench.LinesAsync()).Where(line => line.CostUsd is null).ToList();
        unknown.Select(line => line.Outcome).ShouldBe(["model-unreachable", "model-unreachable"]);
        var bill = bench.Server.Account.BillUsd(FaultBench.InputUsd, FaultBench.OutputUsd);
        bill.ShouldBeGreaterThan((await bench.LinesAsync()).Sum(line => line.CostUsd ?? 0));
        (await bench.BudgetAsync()).SpentUsd.ShouldBeGreaterThan(bill);
    }
}
