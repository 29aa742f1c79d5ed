using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>Where reviewers decide what annotators don't agree on.</summary>
internal static class ReviewDisputeEndpoints
{
    public static void MapReviewDisputes(this RouteGroupBuilder review)
    {
        review.MapGet("/disputes", DisputesAsync)
            .WithSummary("List records in dispute")
            .WithDescription("Who said what, with comments; those that have waited longest first. Texts are cut after 500 characters.")
            .Refuses(404);

        review.MapPost("/{recordId}/adjudicate", AdjudicateAsync)
            .WithSummary("Decide a record's label")
            .WithDescription("The annotations stay as they are. Deciding again takes the place of the decision before.")
            .Refuses(404, 409);
    }

    private static Task<Results<Ok<IReadOnlyList<Dispute>>, ProblemHttpResult>> DisputesAsync(
        string project, ProjectStore projects, DisputeDesk desk, CancellationToken cancellation,
        [Description("How many at most.")] [Range(1, 500)] int take = 50)
        => OkAsync(projects, project, version => desk.ListAsync(version.Definition, take, cancellation), cancellation);

    private static Task<Results<Ok<Adjudication>, ProblemHttpResult>> AdjudicateAsync(
        string project, string recordId, AdjudicateRequest request, ProjectStore projects, DisputeDesk desk, CancellationToken cancellation)
        => ReviewRoute.OverAsync(
            projects, project,
            version => desk.AdjudicateAsync(
                version, ReviewRoute.Id(recordId), request.Reviewer, request.Label, request.Reason, request.Comment, cancellation),
            cancellation);

    private static async Task<Results<Ok<IReadOnlyList<Dispute>>, ProblemHttpResult>> OkAsync(
        ProjectStore projects, string project, Func<ProjectVersion, Task<IReadOnlyList<Dispute>>> read, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out var version, out var unknown)
            ? TypedResults.Ok(await read(version))
            : Refusal.Of(unknown);
}
