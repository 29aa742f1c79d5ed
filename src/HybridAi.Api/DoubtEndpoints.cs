using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Jobs;
using HybridAi.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>Whose labels are to be doubted.</summary>
/// <param name="Labeller">The labeller's full name; left out: the labeller of the newest run.</param>
/// <param name="Seed">Another seed, other folds.</param>
public sealed record DoubtRequest(string? Labeller = null, int Seed = 1);

/// <summary>An estimation of doubts as a job.</summary>
internal sealed class DoubtJob(ProjectStore projects, DoubtScores scores) : IJobKind
{
    public const string KindName = "doubt";

    public string Name => KindName;

    public async Task<Outcome<object>> RunAsync(Job job, IProgress<object> progress, CancellationToken cancellation)
    {
        var request = job.Arguments.Deserialize<DoubtRequest>(Json.Options)!;
        if (!(await projects.FindAsync(job.Project, cancellation)).Succeeded(out var version, out var fault)) return fault;
        return (await scores.RunAsync(version.Definition, request.Labeller, request.Seed, cancellation)).Then<object>(summary => summary);
    }
}

/// <summary>How doubtful labels are, and why.</summary>
internal static class DoubtEndpoints
{
    public static void MapDoubts(this RouteGroupBuilder v1)
    {
        var review = v1.MapGroup("/projects/{project}/review").WithTags("Review").Needs(Rights.Review);

        review.MapPost("/doubts", StartAsync)
            .Needs(Rights.Label)
            .Audit("review.doubt")
            .WithSummary("Estimate how doubtful each label is")
            .WithDescription("Hands in a job. It takes the votes of all labellers, look-alikes, students that have not seen the record, and what people have reviewed.")
            .Refuses(404, 503);

        review.MapGet("/doubts", ListAsync)
            .WithSummary("List the most doubtful labels")
            .WithDescription("The most doubtful first, each with what every kind of evidence adds to the log odds that the label is wrong.")
            .Refuses(404);
    }

    private static async Task<Results<Accepted<Job>, ProblemHttpResult>> StartAsync(
        string project, DoubtRequest request, ProjectStore projects, JobDesk jobs, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Fault is { } unknown
            ? Refusal.Of(unknown)
            : (await jobs.SubmitAsync(project, DoubtJob.KindName, request, cancellation)).ToAccepted();

    private static async Task<Results<Ok<IReadOnlyList<Doubt>>, ProblemHttpResult>> ListAsync(
        string project, ProjectStore projects, DoubtStore doubts, CancellationToken cancellation,
        [Description("At most so many.")] [Range(1, 10_000)] int limit = 100)
        => (await projects.FindAsync(project, cancellation)).Fault is { } unknown
            ? Refusal.Of(unknown)
            : TypedResults.Ok(await doubts.MostDoubtfulAsync(project, limit, cancellation));
}
