using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Edge;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>One record: its whole text, what is like it, what was said about it, and where its label comes from.</summary>
internal static class ReviewRecordEndpoints
{
    public static void MapReviewRecords(this RouteGroupBuilder records)
    {
        records.MapGet("/{recordId}", RecordAsync)
            .WithSummary("Read a record")
            .WithDescription("All of its text. Its trusted label is left out: it may be a check.")
            .Refuses(404);

        records.MapGet("/{recordId}/similar", SimilarAsync)
            .WithSummary("Find similar records")
            .WithDescription("By the rare words and n-grams that they share. Texts are cut after 500 characters.")
            .Refuses(404);

        records.MapGet("/{recordId}/comments", CommentsAsync)
            .WithSummary("Read a record's comments")
            .Refuses(404);

        records.MapPost("/{recordId}/comments", CommentAsync)
            .WithSummary("Comment on a record")
            .Refuses(404);

        records.MapGet("/{recordId}/timeline", TimelineAsync)
            .WithSummary("See where a record's label comes from")
            .WithDescription("Ingestion, proposals with confidence, cost and run, doubts, annotations, decisions, comments, datasets; the oldest first.")
            .Refuses(404);
    }

    private static Task<Results<Ok<Record>, ProblemHttpResult>> RecordAsync(
        string project, string recordId, ProjectStore projects, RecordStore records, CancellationToken cancellation)
        => ReviewRoute.OverAsync<Record>(
            projects, project,
            async _ => await records.FindAsync(project, ReviewRoute.Id(recordId), cancellation) is { } record
                ? record with { Gold = null }
                : Fault.NotFound("record-unknown", $"There is no record '{ReviewRoute.Id(recordId)}' in '{project}'."),
            cancellation);

    private static Task<Results<Ok<List<ReviewTile>>, ProblemHttpResult>> SimilarAsync(
        string project,
        string recordId,
        [Description("Who asks: what is blind to this person has no suggestion.")] [Required, StringLength(200)] string annotator,
        ProjectStore projects,
        ReviewDesk desk,
        CancellationToken cancellation,
        [Description("How many at most.")] [Range(1, 100)] int take = 20)
        => ReviewRoute.OverAsync(
            projects, project, version => desk.SimilarAsync(version.Definition, ReviewRoute.Id(recordId), annotator, take, cancellation), cancellation);

    private static async Task<Results<Ok<IReadOnlyList<ReviewComment>>, ProblemHttpResult>> CommentsAsync(
        string project, string recordId, ProjectStore projects, CommentStore comments, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? TypedResults.Ok(await comments.OfAsync(project, ReviewRoute.Id(recordId), cancellation))
            : Refusal.Of(unknown);

    private static Task<Results<Ok<ReviewComment>, ProblemHttpResult>> CommentAsync(
        string project, string recordId, CommentRequest request, ProjectStore projects, CommentStore comments, CancellationToken cancellation)
        => ReviewRoute.OverAsync(
            projects, project, _ => comments.AddAsync(project, ReviewRoute.Id(recordId), request.Author, request.Text, cancellation), cancellation);

    private static Task<Results<Ok<List<TimelineEvent>>, ProblemHttpResult>> TimelineAsync(
        string project, string recordId, ProjectStore projects, RecordTimeline timeline, CancellationToken cancellation)
        => ReviewRoute.OverAsync(projects, project, version => timeline.OfAsync(version.Definition, ReviewRoute.Id(recordId), cancellation), cancellation);
}
