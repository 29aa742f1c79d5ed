using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>What concerns the whole team: progress, quality, settings, and what is looked at again.</summary>
internal static class ReviewTeamEndpoints
{
    public static void MapReviewTeam(this RouteGroupBuilder review)
    {
        review.MapGet("/progress", ProgressAsync)
            .WithSummary("See how far the review is")
            .WithDescription("Of the team and of each annotator, with how often suggestions are wrong by the records that chance alone chose.")
            .Refuses(404);

        review.MapGet("/annotators", AnnotatorsAsync)
            .WithSummary("See how good annotators are")
            .WithDescription("Accuracy on records with a trusted label, with its interval, and who answers faster than a text can be read or accepts what is wrong.")
            .Refuses(404);

        review.MapPost("/requeue", RequeueAsync)
            .WithSummary("Have old labels looked at again")
            .WithDescription("Labels given under an older version of the project no longer stand, and their records wait again. With dryRun they are only counted.")
            .Refuses(404);

        review.MapGet("/settings", SettingsAsync)
            .WithSummary("See how records are reviewed")
            .Refuses(404);

        review.MapPut("/settings", SaveSettingsAsync)
            .WithSummary("Set how records are reviewed")
            .WithDescription("Overlap, agreement, shares of blind, gold, random and rare records, time of a lease, seed. What is left out gets its default.")
            .Refuses(404);
    }

    private static Task<Results<Ok<ReviewProgress>, ProblemHttpResult>> ProgressAsync(
        string project, ProjectStore projects, ReviewProgressReport report, CancellationToken cancellation)
        => ReviewRoute.OverAsync<ReviewProgress>(projects, project, async version => await report.OfAsync(version.Definition, cancellation), cancellation);

    private static async Task<Results<Ok<IReadOnlyList<AnnotatorQuality>>, ProblemHttpResult>> AnnotatorsAsync(
        string project, ProjectStore projects, AnnotatorQualityReport report, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out var version, out var unknown)
            ? TypedResults.Ok(await report.OfAsync(version.Definition, cancellation))
            : Refusal.Of(unknown);

    private static Task<Results<Ok<RequeueCount>, ProblemHttpResult>> RequeueAsync(
        string project, RequeueLabelsRequest request, ProjectStore projects, Requeue requeue, CancellationToken cancellation)
    {
        var old = new RequeueRequest(request.BeforeVersion, request.Label);
        return ReviewRoute.OverAsync(
            projects, project,
            version => request.DryRun ? requeue.CountAsync(version, old, cancellation) : requeue.RunAsync(version, old, cancellation), cancellation);
    }

    private static Task<Results<Ok<ReviewSettings>, ProblemHttpResult>> SettingsAsync(
        string project, ProjectStore projects, ReviewSettingsStore settings, CancellationToken cancellation)
        => ReviewRoute.OverAsync<ReviewSettings>(projects, project, async _ => await settings.FindAsync(project, cancellation), cancellation);

    private static Task<Results<Ok<ReviewSettings>, ProblemHttpResult>> SaveSettingsAsync(
        string project, ReviewSettingsRequest request, ProjectStore projects, ReviewSettingsStore settings, CancellationToken cancellation)
        => ReviewRoute.OverAsync(projects, project, _ => settings.SaveAsync(project, request.ToSettings(), cancellation), cancellation);
}
