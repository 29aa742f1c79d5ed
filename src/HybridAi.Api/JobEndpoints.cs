using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Edge;
using HybridAi.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>Long work that outlives the request which asked for it.</summary>
internal static class JobEndpoints
{
    public static void MapJobs(this RouteGroupBuilder v1)
    {
        var jobs = v1.MapGroup("/jobs").WithTags("Jobs");

        jobs.MapGet("/", ListAsync)
            .WithSummary("List jobs")
            .WithDescription("The newest first, of one project or of all.");

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
        CancellationToken cancellation,
        [Description("Only jobs of this project.")] string? project = null,
        [Description("At most so many.")] [Range(1, 1_000)] int limit = 100)
        => TypedResults.Ok(await desk.ListAsync(project, limit, cancellation));

    private static async Task<Results<Ok<Job>, ProblemHttpResult>> FindAsync(string id, JobDesk desk, CancellationToken cancellation)
        => (await desk.FindAsync(id, cancellation)).ToOk();

    private static async Task<Results<Ok<Job>, ProblemHttpResult>> CancelAsync(string id, JobDesk desk, CancellationToken cancellation)
        => (await desk.CancelAsync(id, cancellation)).ToOk();
}
