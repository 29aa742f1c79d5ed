using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>Where people look at what labellers proposed, one record after the other.</summary>
internal static class ReviewEndpoints
{
    public static void MapReview(this RouteGroupBuilder v1)
    {
        var review = v1.MapGroup("/projects/{project}/review").WithTags("Review").Needs(Rights.Annotate).AddEndpointFilter(OwnName.OnlyAsync);

        review.MapGet("/next", NextAsync)
            .WithSummary("Take the next record")
            .WithDescription(
                """
                The record that should be looked at next, with the suggested label; 204 when nothing waits. It is kept for the annotator for some minutes,
                which every act prolongs. Asking again without acting gives the same record, unless it is named as 'beside': so a page has the next one ready.
                'doubtful' holds records for learning, the most doubtful first; 'held-out' holds records for calibration and test in random order; 'random'
                and 'rare' hold records for learning by chance and by rare labels; 'mixed' takes turns. A share of the records is blind: their suggestion
                is not in the answer.
                """)
            .Refuses(404);

        review.MapGet("/agreement", AgreementAsync)
            .WithSummary("Measure how far people agree")
            .WithDescription("Cohen's kappa of every two annotators and Krippendorff's alpha of all; what is undefined has a reason in place of a value.")
            .Refuses(404);

        review.MapPost("/{recordId}/accept", AcceptAsync)
            .WithSummary("Accept the suggested label")
            .WithDescription("Not possible where the record is blind (record-blind).")
            .Refuses(404, 409);

        review.MapPost("/{recordId}/correct", CorrectAsync)
            .WithSummary("Give a label")
            .WithDescription(
                """
                A label that equals the suggested one counts as accepted. A record that was not handed in in time and has gone to somebody else is refused as
                lease-lost, and the label is kept as an extra vote that does not count.
                """)
            .Refuses(404, 409);

        review.MapPost("/{recordId}/skip", SkipAsync)
            .WithSummary("Pass a record over")
            .WithDescription("It comes back to other annotators, and to this one after an undo.")
            .Refuses(404, 409);

        review.MapPost("/undo", UndoAsync)
            .WithSummary("Take back the annotator's last act")
            .WithDescription("The record comes back to the same annotator first; the history keeps both lines.")
            .Refuses(404, 409);

        review.MapPost("/renew", RenewAsync)
            .WithSummary("Keep what the annotator holds")
            .WithDescription("For a page that is open and being read. Says how many records are held.")
            .Refuses(404);

        review.MapReviewGrid();
        review.MapReviewDisputes();
        review.MapReviewTeam();
        v1.MapGroup("/projects/{project}/records").WithTags("Records").Needs(Rights.Read).AddEndpointFilter(OwnName.OnlyAsync).MapReviewRecords();
    }

    private static async Task<Results<Ok<ReviewItem>, NoContent, ProblemHttpResult>> NextAsync(
        string project,
        [Description("Who asks; records this person skipped or labelled are left out.")] [Required, StringLength(200)] string annotator,
        ProjectStore projects,
        ReviewDesk desk,
        CancellationToken cancellation,
        [Description("'mixed', 'doubtful', 'held-out', 'random' or 'rare'.")] string queue = "mixed",
        [Description("Whose suggestions are shown; left out: the newest.")] string? labeller = null,
        [Description("Leaves the suggestion out, so that it can't sway the annotator.")] bool blind = false,
        [Description("Records that are on the annotator's screen: another one is handed out beside these.")] [MaxLength(10)] string[]? beside = null)
    {
        if (!ReviewRoute.Queue(queue).Succeeded(out var kind, out var fault)) return Refusal.Of(fault);
        if (!(await projects.FindAsync(project, cancellation)).Succeeded(out var version, out fault)) return Refusal.Of(fault);
        return await desk.NextAsync(version.Definition, annotator, kind, labeller, cancellation, blind, beside) is { } item
            ? TypedResults.Ok(item)
            : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<AgreementReport>, ProblemHttpResult>> AgreementAsync(
        string project, ProjectStore projects, ReviewAgreement agreement, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? TypedResults.Ok(await agreement.OfAsync(project, cancellation))
            : Refusal.Of(unknown);

    private static Task<Results<Ok<Annotation>, ProblemHttpResult>> AcceptAsync(
        string project, string recordId, AcceptRequest request, ProjectStore projects, ReviewDesk desk, CancellationToken cancellation)
        => AnswerAsync(
            projects, project, desk,
            Answer.Accept(ReviewRoute.Id(recordId), request.Annotator) with { Labeller = request.Labeller, Comment = request.Comment }, cancellation);

    private static Task<Results<Ok<Annotation>, ProblemHttpResult>> CorrectAsync(
        string project, string recordId, CorrectRequest request, ProjectStore projects, ReviewDesk desk, CancellationToken cancellation)
        => AnswerAsync(
            projects, project, desk,
            Answer.Correct(ReviewRoute.Id(recordId), request.Annotator, request.Label) with
            {
                Unseen = request.Blind, Labeller = request.Labeller, Comment = request.Comment,
            },
            cancellation);

    private static Task<Results<Ok<Annotation>, ProblemHttpResult>> SkipAsync(
        string project, string recordId, SkipRequest request, ProjectStore projects, ReviewDesk desk, CancellationToken cancellation)
        => AnswerAsync(
            projects, project, desk, Answer.Skip(ReviewRoute.Id(recordId), request.Annotator) with { Comment = request.Comment }, cancellation);

    private static Task<Results<Ok<Annotation>, ProblemHttpResult>> UndoAsync(
        string project, AnnotatorRequest request, ProjectStore projects, ReviewDesk desk, CancellationToken cancellation)
        => ReviewRoute.OverAsync(projects, project, version => desk.UndoAsync(version.Definition, request.Annotator, cancellation), cancellation);

    private static Task<Results<Ok<HeldRecords>, ProblemHttpResult>> RenewAsync(
        string project, AnnotatorRequest request, ProjectStore projects, ReviewDesk desk, CancellationToken cancellation)
        => ReviewRoute.OverAsync<HeldRecords>(
            projects, project, async version => new HeldRecords(await desk.RenewAsync(version.Definition, request.Annotator, cancellation)), cancellation);

    private static Task<Results<Ok<Annotation>, ProblemHttpResult>> AnswerAsync(
        ProjectStore projects, string project, ReviewDesk desk, Answer answer, CancellationToken cancellation)
        => ReviewRoute.OverAsync(projects, project, version => desk.AnswerAsync(version, answer, cancellation), cancellation);
}

/// <summary>What an annotator holds.</summary>
/// <param name="Held">How many records are kept for this person.</param>
public sealed record HeldRecords(int Held);
