using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>Many records at once: the grid of look-alikes and its answers.</summary>
internal static class ReviewGridEndpoints
{
    public static void MapReviewGrid(this RouteGroupBuilder review)
    {
        review.MapGet("/grid", GridAsync)
            .WithSummary("Take a grid of look-alikes")
            .WithDescription(
                """
                The queue's first record that may be shown and open ones like it with the same suggestion, all kept for the annotator; blind ones are never
                among them. A new grid frees what is left of the one before. Texts are cut after 500 characters.
                """)
            .Refuses(404);

        review.MapPost("/bulk", BulkAsync)
            .WithSummary("Answer many records at once")
            .WithDescription("One change in the database, with an outcome for each answer in their order; one that is refused stops none of the others.")
            .Refuses(404);
    }

    private static async Task<Results<Ok<IReadOnlyList<ReviewTile>>, ProblemHttpResult>> GridAsync(
        string project,
        [Description("Who asks.")] [Required, StringLength(200)] string annotator,
        ProjectStore projects,
        ReviewDesk desk,
        CancellationToken cancellation,
        [Description("'mixed', 'doubtful', 'held-out', 'random' or 'rare'.")] string queue = "mixed",
        [Description("How many records at most.")] [Range(1, 100)] int take = 24)
    {
        if (!ReviewRoute.Queue(queue).Succeeded(out var kind, out var fault)) return Refusal.Of(fault);
        if (!(await projects.FindAsync(project, cancellation)).Succeeded(out var version, out fault)) return Refusal.Of(fault);
        return TypedResults.Ok(await desk.GridAsync(version.Definition, annotator, kind, take, cancellation));
    }

    private static Task<Results<Ok<List<BulkOutcome>>, ProblemHttpResult>> BulkAsync(
        string project, BulkRequest request, ProjectStore projects, ReviewDesk desk, CancellationToken cancellation)
        => ReviewRoute.OverAsync(
            projects, project,
            async version => (await desk.AnswerAllAsync(
                    version, [.. request.Answers.Select(answer => new Answer(answer.RecordId, request.Annotator, answer.Action, answer.Label))], cancellation))
                .Then<List<BulkOutcome>>(all => all.Select(BulkOutcome.Of).ToList()),
            cancellation);
}

/// <summary>What became of one of many answers.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Annotation">What was kept; null where the answer was refused or came too late.</param>
/// <param name="Code">The refusal's code, such as record-reviewed; null where there is none.</param>
/// <param name="Detail">The refusal in words; null where there is none.</param>
public sealed record BulkOutcome(string RecordId, Annotation? Annotation, string? Code, string? Detail)
{
    internal static BulkOutcome Of(AnswerOutcome outcome) => new(outcome.RecordId, outcome.Annotation, outcome.Fault?.Code, outcome.Fault?.Reason);
}
