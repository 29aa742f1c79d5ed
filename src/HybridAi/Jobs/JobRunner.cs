using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridAi.Jobs;

/// <summary>
/// Runs the jobs of this process, a bounded number at once. A job whose process died or was shut down goes on here or in any other process
/// on the same database.
/// </summary>
public sealed partial class JobRunner(JobStore store, JobKinds kinds, IOptions<HybridAiOptions> options, TimeProvider clock, ILogger<JobRunner> log)
    : BackgroundService
{
    private readonly string _owner = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.CreateVersion7(clock.GetUtcNow()):N}";
    private readonly JobOptions _options = options.Value.Jobs;
    private readonly ConcurrentDictionary<string, RunningJob> _running = [];
    private readonly Signal _arrived = new();
    private readonly Signal _ended = new();

    /// <summary>Ends the next time that a job of this process ends.</summary>
    internal Task NextEnd => _ended.Next;

    /// <summary>Says that the queue has changed, so that nobody waits for the next look at it.</summary>
    internal void Wake() => _arrived.Raise();

    /// <summary>Stops the work on a job if this process is at it.</summary>
    internal async Task StopWorkAsync(string id)
    {
        if (_running.GetValueOrDefault(id) is { } running) await running.Cancel.CancelAsync();
        _ended.Raise();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var places = new SemaphoreSlim(_options.Concurrency);
        try
        {
            while (true)
            {
                await places.WaitAsync(stoppingToken);
                var arrived = _arrived.Next;
                if (await ClaimAsync(stoppingToken) is { } job)
                {
                    _ = RunAsync(job, places, stoppingToken);
                    continue;
                }

                places.Release();
                await arrived.WaitAsync(TimeSpan.FromSeconds(_options.PollSeconds), clock, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_running.Values.Select(running => running.Stopped.Task));
        }
    }

    private async Task<Job?> ClaimAsync(CancellationToken stopping)
    {
        try
        {
            return await store.ClaimAsync(_owner, TimeSpan.FromSeconds(_options.LeaseSeconds), stopping);
        }
        catch (Exception away) when (IsOfDatabase(away) && !stopping.IsCancellationRequested)
        {
            Log.QueueUnreadable(log, away);
            return null;
        }
    }

    private async Task RunAsync(Job job, SemaphoreSlim places, CancellationToken stopping)
    {
        var running = _running[job.Id] = new();
        await using var onStopping = stopping.Register(running.Cancel.Cancel);
        Log.Started(log, job.Id, job.Kind, job.Project);
        try
        {
            var renewals = RenewAsync(job, running);
            var ended = await WorkAsync(job, running, stopping);
            running.Worked.SetResult();
            await renewals;
            await EndAsync(ended);
        }
        catch (Exception away) when (IsOfDatabase(away))
        {
            // The lease runs out, and the job is taken up again when the database is back.
            Log.EndNotStored(log, away, job.Id);
        }
        finally
        {
            _running.TryRemove(job.Id, out _);
            running.Stopped.SetResult();
            places.Release();
            _ended.Raise();
            _arrived.Raise();
        }
    }

    // CA1031: whatever a kind throws ends its job, not the process that serves everybody else.
#pragma warning disable CA1031
    private async Task<Job> WorkAsync(Job job, RunningJob running, CancellationToken stopping)
    {
        try
        {
            if (!kinds.Find(job.Kind, out var kind, out var unknown)) return job with { State = JobState.Failed, Fault = unknown };
            var outcome = await kind.RunAsync(job, running, running.Cancel.Token);
            var ended = job with { Progress = running.Progress };
            return outcome.Succeeded(out var result, out var fault)
                ? ended with { State = JobState.Done, Result = RunningJob.AsJson(result) }
                : ended with { State = JobState.Failed, Fault = fault };
        }
        catch (OperationCanceledException) when (running.Cancel.IsCancellationRequested)
        {
            return job with { State = stopping.IsCancellationRequested ? JobState.Queued : JobState.Cancelled, Progress = running.Progress };
        }
        catch (Exception crash)
        {
            Log.Crashed(log, crash, job.Id);
            var fault = Fault.Unavailable("job-crashed", "The job ended with an unexpected error; the log has it under the job's id.", job.Id);
            return job with { State = JobState.Failed, Progress = running.Progress, Fault = fault };
        }
    }
#pragma warning restore CA1031

    private async Task EndAsync(Job ended)
    {
        if (ended.State == JobState.Queued)
        {
            await store.ReleaseAsync(ended.Id, _owner, CancellationToken.None);
            Log.PutBack(log, ended.Id);
        }
        else if (await store.EndAsync(ended, _owner, CancellationToken.None))
        {
            Log.Ended(log, ended.Id, ended.State);
        }
        else
        {
            Log.Lost(log, ended.Id);
        }
    }

    // Stores the newest progress now and then, and stops the work when the job is no longer this process's.
    private async Task RenewAsync(Job job, RunningJob running)
    {
        while (true)
        {
            await running.Worked.Task.WaitAsync(TimeSpan.FromSeconds(_options.ProgressSeconds), clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (running.Worked.Task.IsCompleted) return;
            try
            {
                if (await store.RenewAsync(job.Id, _owner, running.Progress, CancellationToken.None)) continue;
                await running.Cancel.CancelAsync();
                return;
            }
            catch (Exception away) when (IsOfDatabase(away))
            {
                Log.NotRenewed(log, away, job.Id);
            }
        }
    }

    // The embedded one fails with its folder, too.
    private static bool IsOfDatabase(Exception exception) => exception is DbException or IOException or UnauthorizedAccessException or TimeoutException;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Job {Id} ({Kind} of {Project}) started")]
        public static partial void Started(ILogger log, string id, string kind, string project);

        [LoggerMessage(2, LogLevel.Information, "Job {Id} ended: {State}")]
        public static partial void Ended(ILogger log, string id, JobState state);

        [LoggerMessage(3, LogLevel.Error, "Job {Id} crashed")]
        public static partial void Crashed(ILogger log, Exception crash, string id);

        [LoggerMessage(4, LogLevel.Information, "Job {Id} stopped here: it was cancelled or taken over")]
        public static partial void Lost(ILogger log, string id);

        [LoggerMessage(5, LogLevel.Warning, "The job queue can't be read; it is tried again")]
        public static partial void QueueUnreadable(ILogger log, Exception away);

        [LoggerMessage(6, LogLevel.Warning, "The lease of job {Id} could not be renewed; it is tried again")]
        public static partial void NotRenewed(ILogger log, Exception away, string id);

        [LoggerMessage(7, LogLevel.Error, "The end of job {Id} could not be stored; it will be taken up again")]
        public static partial void EndNotStored(ILogger log, Exception away, string id);

        [LoggerMessage(8, LogLevel.Information, "Job {Id} is put back into the queue: the process stops")]
        public static partial void PutBack(ILogger log, string id);
    }
}
