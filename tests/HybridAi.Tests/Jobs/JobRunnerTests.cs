using HybridAi.Jobs;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Jobs;

public class JobRunnerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_job_ends_with_its_result_and_its_last_progress(string database)
    {
        await using var bench = await JobBench.StartAsync(database, new FakeJobKind((job, progress, _) =>
        {
            for (var done = 1; done <= 1_000; done++) progress.Report(new { done });
            return Task.FromResult<Outcome<object>>(new { doubled = job.Arguments.GetProperty("number").GetInt32() * 2 });
        }));

        var ended = await bench.EndOf(await bench.SubmitAsync(arguments: new { number = 21 }));

        ended.State.ShouldBe(JobState.Done);
        ended.Result!.Value.GetProperty("doubled").GetInt32().ShouldBe(42);
        ended.Progress!.Value.GetProperty("done").GetInt32().ShouldBe(1_000);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_fault_is_kept_as_it_is(string database)
    {
        var fault = Fault.Conflict("nothing-labelled", "Label first.", "p");
        await using var bench = await JobBench.StartAsync(database, new FakeJobKind((_, _, _) => Task.FromResult<Outcome<object>>(fault)));

        var ended = await bench.EndOf(await bench.SubmitAsync());

        (ended.State, ended.Fault).ShouldBe((JobState.Failed, fault));
    }

    [Fact]
    public async Task A_crash_ends_its_job_without_telling_internals_and_the_next_job_runs()
    {
        await using var bench = await JobBench.StartAsync("sqlite", new FakeJobKind((job, _, _) => job.Project == "bad"
            ? throw new InvalidOperationException("secret internals")
            : Task.FromResult<Outcome<object>>(new { })));

        var crashed = await bench.EndOf(await bench.SubmitAsync("bad"));
        var next = await bench.EndOf(await bench.SubmitAsync("good"));

        (crashed.State, crashed.Fault!.Code).ShouldBe((JobState.Failed, "job-crashed"));
        crashed.Fault.Reason.ShouldNotContain("secret");
        next.State.ShouldBe(JobState.Done);
    }

    [Fact]
    public async Task Progress_that_can_not_be_written_ends_its_own_job()
    {
        await using var bench = await JobBench.StartAsync("sqlite", new FakeJobKind((_, progress, _) =>
        {
            progress.Report(new { done = 1 });
            progress.Report(new { done = double.NaN });
            return Task.FromResult<Outcome<object>>(new { });
        }));

        var ended = await bench.EndOf(await bench.SubmitAsync());

        (ended.State, ended.Fault!.Code).ShouldBe((JobState.Failed, "job-crashed"));
        ended.Progress!.Value.GetProperty("done").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_kind_that_is_not_there_is_refused_with_the_kinds_that_are()
    {
        await using var bench = await JobBench.StartAsync("sqlite", FakeJobKind.Endless(new()));

        var refused = await bench.Desk.SubmitAsync("p", "training", new { }, Cancellation);

        (refused.Fault!.Code, refused.Fault.Reason).ShouldBe(("job-kind-unknown", "There is no job kind 'training'. Known: fake."));
    }

    [Fact]
    public void Two_kinds_of_one_name_are_refused()
        => Should.Throw<ArgumentException>(() => new JobKinds([FakeJobKind.Endless(new()), FakeJobKind.Endless(new())])).Message.ShouldContain("'fake'");

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_running_job_stops_when_it_is_cancelled(string database)
    {
        var begun = new TaskCompletionSource();
        await using var bench = await JobBench.StartAsync(database, FakeJobKind.Endless(begun));
        var job = await bench.SubmitAsync();
        await begun.Task.WaitAsync(Cancellation);

        var cancelled = await bench.Desk.CancelAsync(job.Id, Cancellation);

        cancelled.Value.State.ShouldBe(JobState.Cancelled);
        (await bench.Desk.CancelAsync(job.Id, Cancellation)).Fault!.Code.ShouldBe("job-ended");
        (await bench.Desk.CancelAsync("job-none", Cancellation)).Fault!.Code.ShouldBe("job-unknown");
        await bench.Runner.StopAsync(Cancellation);
        (await bench.Store.FindAsync(job.Id, Cancellation))!.State.ShouldBe(JobState.Cancelled);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_job_cancelled_in_another_process_stops_at_its_next_renewal(string database)
    {
        var begun = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        await using var bench = await JobBench.StartAsync(database, new FakeJobKind(async (_, _, cancellation) =>
        {
            begun.TrySetResult();
            await using var _ = cancellation.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, cancellation);
            return Fault.Conflict("unreachable", "");
        }));
        var job = await bench.SubmitAsync();
        await begun.Task.WaitAsync(Cancellation);

        (await bench.Store.CancelAsync(job.Id, Cancellation)).ShouldBeTrue();

        await stopped.Task.WaitAsync(Cancellation);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_shutdown_puts_the_job_back_and_the_next_process_goes_on_with_it(string database)
    {
        var begun = new TaskCompletionSource();
        await using var bench = await JobBench.StartAsync(database, FakeJobKind.Endless(begun));
        var job = await bench.SubmitAsync();
        await begun.Task.WaitAsync(Cancellation);

        await bench.Runner.StopAsync(Cancellation);
        (await bench.Store.FindAsync(job.Id, Cancellation))!.State.ShouldBe(JobState.Queued);

        await using var next = await bench.Another(new FakeJobKind((_, _, _) => Task.FromResult<Outcome<object>>(new { })));
        (await next.EndOf(job)).State.ShouldBe(JobState.Done);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_job_left_behind_by_a_dead_process_is_taken_over_when_its_lease_is_out(string database)
    {
        var kind = new FakeJobKind((_, _, _) => Task.FromResult<Outcome<object>>(new { }));
        await using var bench = await JobBench.StartAsync(database, kind);
        await bench.Runner.StopAsync(Cancellation);
        var job = await bench.SubmitAsync();
        await bench.Store.ClaimAsync("dead", TimeSpan.FromSeconds(15), Cancellation);

        bench.Clock.Advance(TimeSpan.FromSeconds(16));
        await using var heir = await bench.Another(kind);

        (await heir.EndOf(job)).State.ShouldBe(JobState.Done);
    }

    [Fact]
    public async Task No_more_jobs_run_at_once_than_there_are_places()
    {
        var (now, most) = (0, 0);
        var full = new TaskCompletionSource();
        await using var bench = await JobBench.StartAsync("sqlite", new FakeJobKind(async (_, _, cancellation) =>
        {
            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            if (running == 2) full.TrySetResult();
            await full.Task.WaitAsync(cancellation);
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return new { };
        }));
        var jobs = new List<Job>();
        for (var i = 0; i < 6; i++) jobs.Add(await bench.SubmitAsync($"p{i}"));

        foreach (var job in jobs) (await bench.EndOf(job)).State.ShouldBe(JobState.Done);

        most.ShouldBe(2);
    }

    [Fact]
    public async Task Progress_is_stored_when_the_interval_is_over_and_only_the_newest()
    {
        var clock = new SteppedClock();
        var reported = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var bench = await JobBench.StartAsync(clock, new FakeJobKind(async (_, progress, cancellation) =>
        {
            for (var done = 1; done <= 1_000; done++) progress.Report(new { done });
            reported.SetResult();
            await release.Task.WaitAsync(cancellation);
            return new { };
        }));
        var job = await bench.SubmitAsync();
        await reported.Task.WaitAsync(Cancellation);
        (await bench.Store.FindAsync(job.Id, Cancellation))!.Progress.ShouldBeNull();

        clock.Advance(TimeSpan.FromSeconds(1));
        var progress = (await bench.Store.FindAsync(job.Id, Cancellation))!.Progress;
        for (var i = 0; i < 500 && progress is null; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
            progress = (await bench.Store.FindAsync(job.Id, Cancellation))!.Progress;
        }

        progress!.Value.GetProperty("done").GetInt32().ShouldBe(1_000);
        release.SetResult();
        (await bench.EndOf(job)).State.ShouldBe(JobState.Done);
    }

    private static void InterlockedMax(ref int most, int candidate)
    {
        for (var seen = most; candidate > seen; seen = most) Interlocked.CompareExchange(ref most, candidate, seen);
    }
}
