using System.ComponentModel;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Serve.Reporting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>What predictions and labels cost, and what the route saved.</summary>
internal static class ReportEndpoints
{
    private const string Csv = "text/csv";

    public static void MapReport(this RouteGroupBuilder v1)
    {
        v1.MapLabellingReport();
        v1.MapReports();
        v1.MapGet("/projects/{project}/report", ReportAsync)
            .WithTags("Report").Needs(Rights.Read)
            .WithSummary("Read the cost report")
            .WithDescription(
                """
                By tier, by labeller and by model, with latency and with the saving against the reference, losses included.
                As CSV when the header Accept asks for text/csv.
                """)
            .Produces<CostReport>(contentType: "application/json", additionalContentTypes: Csv)
            .Refuses(404);
    }

    private static void MapLabellingReport(this RouteGroupBuilder v1) => v1.MapGet("/projects/{project}/reports/labelling", LabellingAsync)
        .WithTags("Report").Needs(Rights.Review)
        .WithSummary("Read the labelling report")
        .WithDescription(
            """
            By labelling run and by week: items, cost, agreement with people, errors found by queue, cost and minutes for each corrected label, and the
            student before and after review, which is trained for it. As CSV, without the student, when the header Accept asks for text/csv.
            """)
        .Produces<LabellingReport>(contentType: "application/json", additionalContentTypes: Csv)
        .Refuses(404);

    private static async Task<Results<Ok<LabellingReport>, ContentHttpResult, ProblemHttpResult>> LabellingAsync(
        string project, ProjectStore projects, LabellingReports reports, HttpRequest request, CancellationToken cancellation)
    {
        if (!(await projects.FindAsync(project, cancellation)).Succeeded(out var version, out var unknown)) return Refusal.Of(unknown);
        var report = await reports.MakeAsync(version, cancellation);
        return request.Accepts(Csv) ? TypedResults.Content(ReportCsv.Write(report), $"{Csv}; charset=utf-8") : TypedResults.Ok(report);
    }

    private static async Task<Results<Ok<CostReport>, ContentHttpResult, ProblemHttpResult>> ReportAsync(
        string project,
        ProjectStore projects,
        CostReports reports,
        HttpRequest request,
        CancellationToken cancellation,
        [Description("From this moment on; left out: from the first prediction.")] DateTimeOffset? from = null,
        [Description("Before this moment; left out: to the last prediction.")] DateTimeOffset? until = null)
    {
        if ((await projects.FindAsync(project, cancellation)).Fault is { } unknown) return Refusal.Of(unknown);
        if (from > until) return Refusal.Of(Fault.BadInput("period-empty", "'from' is after 'until'.", "from"));
        var report = await reports.MakeAsync(project, from, until, cancellation);
        return request.Accepts(Csv) ? TypedResults.Content(ReportCsv.Write(report), $"{Csv}; charset=utf-8") : TypedResults.Ok(report);
    }
}
