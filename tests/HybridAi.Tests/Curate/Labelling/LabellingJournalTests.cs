using HybridAi.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Labelling;

public class LabellingJournalTests
{
    private static readonly Proposal Down = Proposal.Failed(Fault.Unavailable("provider-down", "The provider is down."), 0.5m, null);

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Each_record_of_a_run_is_journalled_with_what_was_spent_on_it(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(2);
        var labeller = new FakeLabeller(request => new("bill", 0.9, "so", 0.002m, TimeSpan.FromSeconds(1)) { InputTokens = 30, OutputTokens = 4, Shots = ["r9"] });

        var run = await bench.LabelAsync(labeller);

        var items = await bench.Journal.OfRunAsync(run.Id, Cancellation);
        items.Select(item => item.RecordId).ShouldBe(["r0", "r1"]);
        items.ShouldAllBe(item => item.State == ItemState.Labelled && item.Attempt == 1 && item.InputTokens == 30 && item.OutputTokens == 4
            && item.CostUsd == 0.002m && item.Latency == TimeSpan.FromSeconds(1) && item.Shots.Single() == "r9" && item.EndedAt != null);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_failure_is_asked_for_again_so_often_and_then_stays_with_its_reason(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(1);
        var labeller = new FakeLabeller(_ => Down);

        List<LabellingRun> runs = [];
        for (var start = 0; start < 4; start++) runs.Add(await bench.LabelAsync(labeller));

        runs.Select(run => run.Planned).ShouldBe([1, 1, 1, 0]);
        labeller.Asked.ShouldBe(LabellingStage.UsualAttempts);
        var items = new List<LabellingItem>();
        foreach (var run in runs) items.AddRange(await bench.Journal.OfRunAsync(run.Id, Cancellation));
        items.Select(item => (item.State, item.Attempt)).ShouldBe([(ItemState.Retried, 1), (ItemState.Retried, 2), (ItemState.Failed, 3)]);
        (await bench.Labels.NewestAsync("mail", "fake", Cancellation))["r0"].Reason.ShouldBe("The provider is down.");
        var more = await bench.Labelling.RunAsync("mail", labeller, null, 1, 4, null, Cancellation);
        more.Planned.ShouldBe(1, "more attempts may be said");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task What_a_dead_process_asked_for_is_asked_for_again_and_counts_as_no_failure(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(1);
        var dies = new FakeLabeller(_ => throw new InvalidOperationException("power cut"));
        await Should.ThrowAsync<InvalidOperationException>(() => bench.LabelAsync(dies));
        var dead = (await bench.Runs.ListAsync("mail", Cancellation)).Single();
        (await bench.Journal.OfRunAsync(dead.Id, Cancellation)).Single().State.ShouldBe(ItemState.Asked);

        var run = await bench.LabelAsync(new FakeLabeller("bill", 1));

        (await bench.Journal.OfRunAsync(dead.Id, Cancellation)).Single().State.ShouldBe(ItemState.Retried);
        var item = (await bench.Journal.OfRunAsync(run.Id, Cancellation)).Single();
        (item.State, item.Attempt).ShouldBe((ItemState.Labelled, 1));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task What_a_budget_forbade_was_not_asked_for(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(3);

        var run = await bench.LabelAsync(new FakeLabeller(_ => Proposal.Failed(Fault.Conflict("budget-exhausted", "No room."), 0, null)));

        (await bench.Journal.OfRunAsync(run.Id, Cancellation)).ShouldBeEmpty();
    }
}
