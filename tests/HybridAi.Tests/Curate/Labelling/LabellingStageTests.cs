using System.Collections.Concurrent;
using HybridAi.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Labelling;

public class LabellingStageTests
{
    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Every_record_is_labelled_once_and_the_run_counts_what_it_cost(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(25);

        var run = await bench.LabelAsync(new FakeLabeller("bill", 0.9));

        (run.State, run.Planned, run.Labelled, run.Failed, run.CostUsd).ShouldBe((RunState.Done, 25, 25, 0, 0.025m));
        (await bench.Runs.ListAsync("mail", Cancellation)).ShouldBe([run]);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_second_run_asks_only_for_what_is_missing(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(10);
        var labeller = new FakeLabeller("bill", 0.9);
        await bench.LabelAsync(labeller);
        await bench.AddAsync(Record("new"));

        var second = await bench.LabelAsync(labeller);

        second.Planned.ShouldBe(1);
        labeller.Asked.ShouldBe(11);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_failure_is_journalled_with_its_reason_and_asked_for_again(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(2);
        var down = new FakeLabeller(_ => Proposal.Failed(Fault.Unavailable("provider-down", "The provider is down."), 0.5m, null));

        var first = await bench.LabelAsync(down);

        (first.Labelled, first.Failed, first.CostUsd).ShouldBe((0, 2, 1m));
        (await bench.Labels.NewestAsync("mail", "fake", Cancellation))["r0"].Reason.ShouldBe("The provider is down.");
        (await bench.LabelAsync(new FakeLabeller("login", 0.7))).Labelled.ShouldBe(2);
        (await bench.Labels.NewestAsync("mail", "fake", Cancellation)).Values.ShouldAllBe(label => label.Value == "login");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Exact_duplicates_are_asked_for_once(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(Record("a", "same"), Record("b", "same"), Record("c", "other"));
        var labeller = new FakeLabeller("bill", 0.9);

        await bench.LabelAsync(labeller);

        labeller.Asked.ShouldBe(2);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_cancelled_run_keeps_what_was_answered_and_goes_on_from_there(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(200);
        using var cancel = new CancellationTokenSource();
        var answered = 0;
        var labeller = new FakeLabeller(_ =>
        {
            if (Interlocked.Increment(ref answered) == 60) cancel.Cancel();
            return new("bill", 0.9, "", 0.001m, null);
        });

        await Should.ThrowAsync<OperationCanceledException>(() => bench.LabelAsync(labeller, cancel.Token));

        var stopped = (await bench.Runs.ListAsync("mail", Cancellation)).Single();
        stopped.State.ShouldBe(RunState.Cancelled);
        stopped.Labelled.ShouldBe(labeller.Asked);
        stopped.Labelled.ShouldBeLessThan(200);
        await bench.LabelAsync(labeller);
        labeller.Asked.ShouldBe(200);
        (await bench.Labels.LabelledAsync("mail", labeller, Cancellation)).Count.ShouldBe(200);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_run_stops_at_a_budget_s_refusal_and_journals_nothing_as_failed_that_was_not_asked(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(500);
        var exhausted = Fault.Conflict("budget-exhausted", "There is no room.");
        var (answered, poor) = (0, true);
        var labeller = new FakeLabeller(_ => Interlocked.Increment(ref answered) > 60 && poor ? Proposal.Failed(exhausted, 0, null) : new("bill", 0.9, "", 0.001m, null));

        var run = await bench.LabelAsync(labeller);

        (run.State, run.Labelled, run.Failed, run.Fault).ShouldBe((RunState.Stopped, 60, 0, exhausted));
        (await bench.Runs.ListAsync("mail", Cancellation)).ShouldHaveSingleItem().Fault.ShouldBe(exhausted);
        labeller.Asked.ShouldBeLessThanOrEqualTo(60 + 4, "those under way are the last that are asked");
        poor = false;
        var second = await bench.LabelAsync(labeller);
        (second.State, second.Planned, second.Labelled).ShouldBe((RunState.Done, 440, 440));
    }

    [Fact]
    public async Task A_labeller_that_throws_ends_the_run_with_what_was_answered_before()
    {
        await using var bench = await CreateAsync("sqlite");
        await bench.AddAsync(10);
        var answered = new ConcurrentBag<string>();
        var broken = new FakeLabeller(request =>
        {
            if (request.RecordId == "r7") throw new InvalidOperationException("bug");
            answered.Add(request.RecordId);
            return new("bill", 1, "", 0, null);
        });

        await Should.ThrowAsync<InvalidOperationException>(() => bench.LabelAsync(broken));

        (await bench.Labels.LabelledAsync("mail", broken, Cancellation)).ShouldBe(answered, ignoreOrder: true);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_label_is_kept_with_what_its_confidence_rests_on(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(2);
        await bench.LabelAsync(new FakeLabeller(request => new("bill", 0.9, "", 0, null)
        {
            ConfidenceSource = request.RecordId == "r0" ? ConfidenceSource.Stated : ConfidenceSource.TokenProbability,
        }));

        var labels = await bench.Labels.NewestAsync("mail", "fake", Cancellation);
        labels.Values.Select(label => (label.RecordId, label.ConfidenceSource))
            .ShouldBe([("r0", ConfidenceSource.Stated), ("r1", ConfidenceSource.TokenProbability)], ignoreOrder: true);
    }
}
