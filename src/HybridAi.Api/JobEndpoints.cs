using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>Long work that outlives the request which asked for it.</summary>
internal static class JobEndpoints
{
    private const int MaxListed = 1_000;

    public static void MapJobs(this RouteGroupBuilder v1)
    {
        var jobs = v1.MapGroup("/jobs").WithTags("Jobs").Needs(Rights.None);

        jobs.MapGet("/", ListAsync)
            .WithSummary("List jobs")
            .WithDescription("The newest first, of one project or of all that the caller may look at.");

        jobs.MapGet("/{id}", FindAsync)
            .WithSummary("Look at a job")
            .WithDescription(
                """
                Its state, how far it is, and its result or fault once it has ended.
                A job survives a restart of the server: it goes on where it stopped.
                """)
            .Refuses(404);

        jobs.MapPost("/{id}/cancel", CancelAsync)
            .WithSummary("Cancel a job")
            .WithDescription("Work under way stops within moments; what it has done by then stays. A job that has ended can't be cancelled.")
            .Refuses(404, 409);
    }

    /// <summary>202 with the queued job and the address under which to look at it, or the problem.</summary>
    public static Results<Accepted<Job>, ProblemHttpResult> ToAccepted(this Outcome<Job> submitted)
        => submitted.Succeeded(out var job, out var fault) ? TypedResults.Accepted($"/v1/jobs/{job.Id}", job) : Refusal.Of(fault);

    private static async Task<Ok<IReadOnlyList<Job>>> ListAsync(
        JobDesk desk,
        Caller caller,
        CancellationToken cancellation,
        [Description("Only jobs of this project.")] string? project = null,
        [Description("At most so many.")] [Range(1, MaxListed)] int limit = 100)
        => TypedResults.Ok<IReadOnlyList<Job>>(
            [.. (await desk.ListAsync(project, MaxListed, cancellation)).Where(job => caller.May(Rights.Read, job.Project)).Take(limit)]);

    private static async Task<Results<Ok<Job>, ProblemHttpResult>> FindAsync(string id, JobDesk desk, Caller caller, CancellationToken cancellation)
        => (await desk.FindAsync(id, cancellation)).Then(job => OfCaller(job, Rights.Read, caller)).ToOk();

    private static async Task<Results<Ok<Job>, ProblemHttpResult>> CancelAsync(string id, JobDesk desk, Caller caller, CancellationToken cancellation)
        => (await desk.FindAsync(id, cancellation)).Then(job => OfCaller(job, Rights.Manage, caller)).Succeeded(out _, out var fault)
            ? (await desk.CancelAsync(id, cancellation)).ToOk()
            : Refusal.Of(fault);

    // A job's address names no project: the job itself does. One that is not the caller's does not exist for him.
    private static Outcome<Job> OfCaller(Job job, Rights right, Caller caller)
        => caller.May(right, job.Project) ? job : Fault.NotFound("job-unknown", $"There is no job '{job.Id}'.");
}
