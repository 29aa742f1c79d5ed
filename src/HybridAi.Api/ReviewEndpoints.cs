using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>Who takes the suggested label, and whose suggestion it is.</summary>
/// <param name="Annotator">The person's name.</param>
/// <param name="Labeller">Whose suggestion was shown; left out: the labeller of the newest run.</param>
public sealed record AcceptRequest([property: Required, StringLength(200)] string Annotator, string? Labeller = null);

/// <summary>Which label a person gives.</summary>
/// <param name="Annotator">The person's name.</param>
/// <param name="Label">A label of the project's schema.</param>
/// <param name="Blind">Whether the person decided without seeing a suggestion.</param>
/// <param name="Labeller">Whose suggestion there was; left out: the labeller of the newest run.</param>
public sealed record CorrectRequest(
    [property: Required, StringLength(200)] string Annotator, [property: Required] string Label, bool Blind = false, string? Labeller = null);

/// <summary>Who acts.</summary>
/// <param name="Annotator">The person's name.</param>
public sealed record AnnotatorRequest([property: Required, StringLength(200)] string Annotator);

/// <summary>Where people look at what labellers proposed.</summary>
internal static class ReviewEndpoints
{
    private static readonly Dictionary<string, QueueKind> Queues = new()
    {
        ["mixed"] = QueueKind.Mixed, ["doubtful"] = QueueKind.Doubtful, ["held-out"] = QueueKind.HeldOut,
    };

    public static void MapReview(this RouteGroupBuilder v1)
    {
        var review = v1.MapGroup("/projects/{project}/review").WithTags("Review");

        review.MapGet("/next", NextAsync)
            .WithSummary("Take the next record")
            .WithDescription(
                """
                The record that should be looked at next, with the suggested label; 204 when nothing waits.
                Asking again without acting gives the same record.
                'doubtful' holds records for learning, the least confident suggestion first; 'held-out' holds records for calibration and test in random
                order; 'mixed' takes turns.
                """)
            .Refuses(404);

        review.MapGet("/agreement", AgreementAsync)
            .WithSummary("Measure how far people agree")
            .WithDescription("Cohen's kappa of every two annotators and Krippendorff's alpha of all; what is undefined has a reason in place of a value.")
            .Refuses(404);

        review.MapPost("/{recordId}/accept", AcceptAsync)
            .WithSummary("Accept the suggested label")
            .Refuses(404, 409);

        review.MapPost("/{recordId}/correct", CorrectAsync)
            .WithSummary("Give a label")
            .WithDescription("A label that equals the suggested one counts as accepted.")
            .Refuses(404, 409);

        review.MapPost("/{recordId}/skip", SkipAsync)
            .WithSummary("Pass a record over")
            .WithDescription("It comes back to other annotators, and to this one after an undo.")
            .Refuses(404, 409);

        review.MapPost("/undo", UndoAsync)
            .WithSummary("Take back the annotator's last act")
            .WithDescription("The record waits again; the history keeps both lines.")
            .Refuses(404, 409);
    }

    private static async Task<Results<Ok<ReviewItem>, NoContent, ProblemHttpResult>> NextAsync(
        string project,
        [Description("Who asks; records this person skipped are left out.")] [Required, StringLength(200)] string annotator,
        ProjectStore projects,
        ReviewDesk desk,
        CancellationToken cancellation,
        [Description("'mixed', 'doubtful' or 'held-out'.")] string queue = "mixed",
        [Description("Whose suggestions are shown; left out: the labeller of the newest run.")] string? labeller = null,
        [Description("Leaves the suggestion out, so that it can't sway the annotator.")] bool blind = false)
    {
        if (!Queues.TryGetValue(queue, out var kind))
            return Refusal.Of(Fault.BadInput("queue-unknown", $"There is no queue '{queue}'. Known: {string.Join(", ", Queues.Keys)}.", "queue"));
        var found = await projects.FindAsync(project, cancellation);
        if (!found.Succeeded(out var version, out var fault)) return Refusal.Of(fault);
        return await desk.NextAsync(version.Definition, annotator, kind, labeller, cancellation) is { } item
            ? TypedResults.Ok(blind ? item with { Suggestion = null, Record = item.Record with { Gold = null } } : item)
            : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<AgreementReport>, ProblemHttpResult>> AgreementAsync(
        string project, ProjectStore projects, ReviewAgreement agreement, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? TypedResults.Ok(await agreement.OfAsync(project, cancellation))
            : Refusal.Of(unknown);

    private static Task<Results<Ok<Annotation>, ProblemHttpResult>> AcceptAsync(
        string project, string recordId, AcceptRequest request, ProjectStore projects, ReviewDesk desk, CancellationToken cancellation)
        => ActAsync(projects, project, version => desk.AcceptAsync(version, Id(recordId), request.Annotator, request.Labeller, cancellation), cancellation);

    private static Task<Results<Ok<Annotation>, ProblemHttpResult>> CorrectAsync(
        string project, string recordId, CorrectRequest request, ProjectStore projects, ReviewDesk desk, CancellationToken cancellation)
        => ActAsync(
            projects, project,
            version => desk.CorrectAsync(version, Id(recordId), request.Annotator, request.Label, !request.Blind, request.Labeller, cancellation), cancellation);

    private static Task<Results<Ok<Annotation>, ProblemHttpResult>> SkipAsync(
        string project, string recordId, AnnotatorRequest request, ProjectStore projects, ReviewDesk desk, CancellationToken cancellation)
        => ActAsync(projects, project, version => desk.SkipAsync(version, Id(recordId), request.Annotator, cancellation), cancellation);

    private static Task<Results<Ok<Annotation>, ProblemHttpResult>> UndoAsync(
        string project, AnnotatorRequest request, ProjectStore projects, ReviewDesk desk, CancellationToken cancellation)
        => ActAsync(projects, project, version => desk.UndoAsync(version.Definition, request.Annotator, cancellation), cancellation);

    // A slash is the one character that stays escaped in a route value.
    private static string Id(string routeValue) => routeValue.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static async Task<Results<Ok<Annotation>, ProblemHttpResult>> ActAsync(
        ProjectStore projects, string project, Func<ProjectVersion, Task<Outcome<Annotation>>> act, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out var version, out var unknown)
            ? (await act(version)).ToOk()
            : Refusal.Of(unknown);
}
