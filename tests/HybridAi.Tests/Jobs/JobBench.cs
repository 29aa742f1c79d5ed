using HybridAi.Jobs;
using HybridAi.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HybridAi.Tests.Jobs;

/// <summary>One process at work on a queue; further ones on the same queue come from <see cref="Another"/>.</summary>
internal sealed class JobBench : IAsyncDisposable
{
    private readonly TestDatabase _test;
    private readonly bool _ownsDatabase;

    private JobBench(TestDatabase test, TimeProvider clock, bool ownsDatabase, IJobKind[] kinds)
    {
        (_test, _ownsDatabase) = (test, ownsDatabase);
        var options = new HybridAiOptions { Jobs = new() { Concurrency = 2, ProgressSeconds = 0.05, PollSeconds = 0.05, LeaseSeconds = 15 } };
        var family = new JobKinds(kinds);
        Store = new(test.Database, clock);
        Runner = new(Store, family, Options.Create(options), clock, NullLogger<JobRunner>.Instance);
        Desk = new(Store, family, Runner);
    }

    public JobStore Store { get; }

    public JobRunner Runner { get; }

    public JobDesk Desk { get; }

    public TestClock Clock => _test.Clock;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<JobBench> StartAsync(string database, params IJobKind[] kinds)
    {
        var test = await TestDatabase.CreateAsync(database);
        return await StartedAsync(new(test, test.Clock, ownsDatabase: true, kinds));
    }

    /// <summary>A process whose timers fire when the clock is told to move on, and not before.</summary>
    public static async Task<JobBench> StartAsync(TimeProvider clock, params IJobKind[] kinds)
        => await StartedAsync(new(await TestDatabase.CreateAsync(), clock, ownsDatabase: true, kinds));

    public Task<JobBench> Another(params IJobKind[] kinds) => StartedAsync(new(_test, _test.Clock, ownsDatabase: false, kinds));

    public async Task<Job> SubmitAsync(string project = "p", string kind = "fake", object? arguments = null)
        => (await Desk.SubmitAsync(project, kind, arguments ?? new { }, Cancellation)).Value;

    public async Task<Job> EndOf(Job job) => (await Desk.WhenEndedAsync(job.Id, Cancellation)).Value;

    public async ValueTask DisposeAsync()
    {
        await Runner.StopAsync(CancellationToken.None);
        Runner.Dispose();
        if (_ownsDatabase) await _test.DisposeAsync();
    }

    private static async Task<JobBench> StartedAsync(JobBench bench)
    {
        await bench.Runner.StartAsync(Cancellation);
        return bench;
    }
}
