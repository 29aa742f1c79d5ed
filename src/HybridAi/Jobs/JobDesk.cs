using System.Text.Json;
using HybridAi.Storage;

namespace HybridAi.Jobs;

/// <summary>Where long work is handed in, looked after and called off.</summary>
public sealed class JobDesk(JobStore store, JobKinds kinds, JobRunner runner)
{
    /// <summary>Hands in a job.</summary>
    /// <param name="project">For which project.</param>
    /// <param name="kind">A member of the family of job kinds.</param>
    /// <param name="arguments">What the kind needs to know; stored as JSON.</param>
    /// <param name="cancellation">Cancels the handing in, not the job.</param>
    /// <returns>The queued job, or a fault: no such kind.</returns>
    public async Task<Outcome<Job>> SubmitAsync(string project, string kind, object arguments, CancellationToken cancellation)
    {
        if (!kinds.Find(kind, out _, out var unknown)) return unknown;
        var json = JsonSerializer.SerializeToElement(arguments, arguments.GetType(), Json.Options);
        var job = await store.AddAsync(project, kind, json, cancellation);
        runner.Wake();
        return job;
    }

    /// <summary>The job as it stands, or a fault: there is none of this id.</summary>
    public async Task<Outcome<Job>> FindAsync(string id, CancellationToken cancellation)
        => await store.FindAsync(id, cancellation) is { } job ? job : Fault.NotFound("job-unknown", $"There is no job '{id}'.");

    /// <summary>The newest jobs first, of one project or of all.</summary>
    public Task<IReadOnlyList<Job>> ListAsync(string? project, int limit, CancellationToken cancellation) => store.ListAsync(project, limit, cancellation);

    /// <summary>Calls a job off. Its state says so at once; work that is under way stops within moments and keeps what it has done.</summary>
    /// <returns>The cancelled job, or a fault: there is none of this id, or it had ended.</returns>
    public async Task<Outcome<Job>> CancelAsync(string id, CancellationToken cancellation)
    {
        if (await store.CancelAsync(id, cancellation))
        {
            await runner.StopWorkAsync(id);
            return await FindAsync(id, cancellation);
        }

        return (await FindAsync(id, cancellation)).Then<Job>(job => Fault.Conflict("job-ended", $"Job '{id}' has ended ({job.State}): it can't be cancelled."));
    }

    /// <summary>Waits until a job that runs in this process has ended.</summary>
    public async Task<Outcome<Job>> WhenEndedAsync(string id, CancellationToken cancellation)
    {
        while (true)
        {
            var nextEnd = runner.NextEnd;
            var found = await FindAsync(id, cancellation);
            if (!found.Succeeded(out var job, out _) || job.HasEnded()) return found;
            await nextEnd.WaitAsync(cancellation);
        }
    }
}
