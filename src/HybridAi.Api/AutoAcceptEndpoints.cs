using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>What is asked of labels that are accepted without a look.</summary>
/// <param name="Precision">The share of them that must be right.</param>
/// <param name="Confidence">How sure that must be.</param>
/// <param name="Audits">After how many audits it is decided; left out: planned by the precision.</param>
/// <param name="Seed">Draws the audits.</param>
public sealed record AutoAcceptRequest(
    [property: Range(0.5, 0.999)] double Precision = 0.95, [property: Range(0.5, 0.999)] double Confidence = 0.95,
    [property: Range(1, 1_000_000)] int? Audits = null, int Seed = 1);

/// <summary>Labels that are accepted without a look, as far as audits show that they are right.</summary>
internal static class AutoAcceptEndpoints
{
    public static void MapAutoAccept(this RouteGroupBuilder v1)
    {
        var rule = v1.MapGroup("/projects/{project}/review/auto-accept").WithTags("Review").Needs(Rights.Review);

        rule.MapGet("/", ReportAsync)
            .WithSummary("See how accepting without a look stands")
            .WithDescription("What the audits show, how many more are needed, and which record to look at next. An audit is a label given to that record without having seen the proposed one.")
            .Refuses(404);

        rule.MapPut("/", SetAsync)
            .Audit("review.auto-accept")
            .WithSummary("Set what accepted labels must hold")
            .WithDescription("The candidates are the training records that have a doubt and no review. Audits begin anew.")
            .Refuses(404, 409);
    }

    private static async Task<Results<Ok<AutoAcceptReport>, ProblemHttpResult>> ReportAsync(
        string project, ProjectStore projects, AutoAccept stage, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out var version, out var unknown)
            ? (await stage.ReportAsync(version.Definition, cancellation)).ToOk()
            : Refusal.Of(unknown);

    private static async Task<Results<Ok<AutoAcceptReport>, ProblemHttpResult>> SetAsync(
        string project, AutoAcceptRequest request, ProjectStore projects, AutoAccept stage, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out var version, out var unknown)
            ? (await stage.SetAsync(version.Definition, new AutoAcceptRule(request.Precision, request.Confidence, request.Audits, request.Seed), cancellation)).ToOk()
            : Refusal.Of(unknown);
}
