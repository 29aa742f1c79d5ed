using System.ComponentModel;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>How far labellers' confidences can be believed.</summary>
internal static class ReliabilityEndpoints
{
    public static void MapReliability(this RouteGroupBuilder v1) => v1.MapGroup("/projects/{project}/labels").WithTags("Labelling").Needs(Rights.Review)
        .MapGet("/reliability", ReportAsync)
        .WithSummary("See how a labeller's confidences compare with how often it is right")
        .WithDescription(
            """
            By what the confidence rests on: the labeller's own, agreement between labellers, the margin of a student. Judged by records that people
            decided without having seen the label; from 100 of them on confidences are recalibrated whenever doubts are estimated.
            """)
        .Refuses(404, 409);

    private static async Task<Results<Ok<LabellerReliability>, ProblemHttpResult>> ReportAsync(
        string project, ProjectStore projects, ReliabilityReports reports, CancellationToken cancellation,
        [Description("The labeller's full name; left out: the labeller of the newest run.")] string? labeller = null)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out var version, out var unknown)
            ? (await reports.OfAsync(version.Definition, labeller, cancellation)).ToOk()
            : Refusal.Of(unknown);
}
