using System.Text.Json;
using HybridAi.Jobs;
using HybridAi.Storage;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Jobs;

public class JobStoreTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_job_comes_back_as_it_was_handed_in(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var store = new JobStore(test.Database, test.Clock);

        var added = await AddAsync(store, "p", "labelling-run");

        var found = (await store.FindAsync(added.Id, Cancellation)).ShouldNotBeNull();
        (found.Id, found.Project, found.Kind, found.State, found.CreatedAt).ShouldBe((added.Id, "p", "labelling-run", JobState.Queued, test.Clock.GetUtcNow()));
        found.Arguments.GetProperty("labeller").GetString().ShouldBe("lexical");
        (await store.FindAsync("job-none", Cancellation)).ShouldBeNull();
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_job_is_claimed_once_however_many_ask(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var store = new JobStore(test.Database, test.Clock);
        for (var i = 0; i < 5; i++) await AddAsync(store, $"p{i}", "training");

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(asker => Task.Run(async () =>
        {
            var mine = new List<string>();
            for (var i = 0; i < 20; i++)
                if (await store.ClaimAsync($"owner{asker}", Lease, Cancellation) is { } job) mine.Add(job.Id);
            return mine;
        })));

        claims.SelectMany(mine => mine).Order().ShouldBe((await store.ListAsync(null, 10, Cancellation)).Select(job => job.Id).Order());
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Two_jobs_of_one_kind_and_project_run_one_after_the_other(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var store = new JobStore(test.Database, test.Clock);
        var first = await AddAsync(store, "p", "training");
        test.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = await AddAsync(store, "p", "training");
        test.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var other = await AddAsync(store, "p", "labelling-run");

        (await store.ClaimAsync("a", Lease, Cancellation))!.Id.ShouldBe(first.Id);
        (await store.ClaimAsync("a", Lease, Cancellation))!.Id.ShouldBe(other.Id);
        (await store.ClaimAsync("b", Lease, Cancellation)).ShouldBeNull();
        (await store.EndAsync(first with { State = JobState.Done }, "a", Cancellation)).ShouldBeTrue();
        (await store.ClaimAsync("b", Lease, Cancellation))!.Id.ShouldBe(second.Id);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_job_whose_owner_fell_silent_is_taken_over_and_the_old_owner_can_no_longer_end_it(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var store = new JobStore(test.Database, test.Clock);
        var job = await AddAsync(store, "p", "training");
        await store.ClaimAsync("dead", Lease, Cancellation);

        test.Clock.Advance(TimeSpan.FromSeconds(10));
        (await store.RenewAsync(job.Id, "dead", Element(new { done = 7 }), Cancellation)).ShouldBeTrue();
        test.Clock.Advance(TimeSpan.FromSeconds(10));
        (await store.ClaimAsync("heir", Lease, Cancellation)).ShouldBeNull();
        test.Clock.Advance(TimeSpan.FromSeconds(10));
        var heirs = (await store.ClaimAsync("heir", Lease, Cancellation)).ShouldNotBeNull();

        heirs.Id.ShouldBe(job.Id);
        heirs.Progress!.Value.GetProperty("done").GetInt32().ShouldBe(7);
        (await store.RenewAsync(job.Id, "dead", null, Cancellation)).ShouldBeFalse();
        (await store.EndAsync(job with { State = JobState.Done }, "dead", Cancellation)).ShouldBeFalse();
        (await store.EndAsync(job with { State = JobState.Failed, Fault = Fault.Conflict("no", "No.") }, "heir", Cancellation)).ShouldBeTrue();
        var ended = (await store.FindAsync(job.Id, Cancellation))!;
        (ended.State, ended.Fault, ended.EndedAt).ShouldBe((JobState.Failed, Fault.Conflict("no", "No."), test.Clock.GetUtcNow()));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_job_whose_process_dies_again_and_again_is_given_up(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var store = new JobStore(test.Database, test.Clock);
        var job = await AddAsync(store, "p", "training");

        for (var death = 1; death <= 4; death++)
        {
            (await store.ClaimAsync($"owner{death}", Lease, Cancellation)).ShouldNotBeNull();
            test.Clock.Advance(TimeSpan.FromSeconds(16));
        }

        (await store.ClaimAsync("owner5", Lease, Cancellation)).ShouldBeNull();
        var lost = (await store.FindAsync(job.Id, Cancellation))!;
        (lost.State, lost.Fault!.Code).ShouldBe((JobState.Failed, "job-lost"));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task What_has_ended_is_not_cancelled(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var store = new JobStore(test.Database, test.Clock);
        var queued = await AddAsync(store, "p", "training");

        (await store.CancelAsync(queued.Id, Cancellation)).ShouldBeTrue();
        (await store.CancelAsync(queued.Id, Cancellation)).ShouldBeFalse();

        (await store.ClaimAsync("a", Lease, Cancellation)).ShouldBeNull();
        (await store.FindAsync(queued.Id, Cancellation))!.State.ShouldBe(JobState.Cancelled);
    }

    private static Task<Job> AddAsync(JobStore store, string project, string kind)
        => store.AddAsync(project, kind, Element(new { labeller = "lexical" }), Cancellation);

    private static JsonElement Element(object value) => JsonSerializer.SerializeToElement(value, Json.Options);
}
