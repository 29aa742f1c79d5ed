using System.Collections.Concurrent;
using HybridAi.Jobs;

namespace HybridAi.Tests.Jobs;

/// <summary>A kind of job that does as it is told and remembers what it was asked.</summary>
internal sealed class FakeJobKind(Func<Job, IProgress<object>, CancellationToken, Task<Outcome<object>>> work, string name = "fake") : IJobKind
{
    public string Name => name;

    public ConcurrentQueue<string> Started { get; } = [];

    /// <summary>Works until it is stopped, and says when it has begun.</summary>
    public static FakeJobKind Endless(TaskCompletionSource begun) => new(async (_, _, cancellation) =>
    {
        begun.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellation);
        return Fault.Conflict("unreachable", "An endless job does not end by itself.");
    });

    public Task<Outcome<object>> RunAsync(Job job, IProgress<object> progress, CancellationToken cancellation)
    {
        Started.Enqueue(job.Id);
        return work(job, progress, cancellation);
    }
}
