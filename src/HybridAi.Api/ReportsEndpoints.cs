using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Serve.Reporting;
using HybridAi.Serve.Reporting.Html;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>Reports over one project or over all that the caller may read: cost, latency, quality, and the three as a page.</summary>
internal static class ReportsEndpoints
{
    private const string Csv = "text/csv";
    private const double LongestMs = 3_600_000;

    // The page brings its own style and nothing else: no script, no picture, nothing from elsewhere.
    private const string PagePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapReports(this RouteGroupBuilder v1)
    {
        var reports = v1.MapGroup("/reports").WithTags("Report").Needs(Rights.None);

        reports.MapGet("/cost", CostAsync)
            .WithSummary("Read what was spent")
            .WithDescription(
                """
                By project, purpose, model, key, tenant, day and tier; the saving against everything to the reference with its method and interval, losses
                included; the month's forecast with its interval; budgets and how near they are. As CSV when the header Accept asks for text/csv.
                """)
            .Produces<SpendingReport>(contentType: "application/json", additionalContentTypes: Csv)
            .Refuses(404);

        reports.MapGet("/latency", LatencyAsync)
            .WithSummary("Read how fast predictions were")
            .WithDescription("By project, tier and model: percentiles, and the share answered in time against an objective. As CSV when the header Accept asks for text/csv.")
            .Produces<LatencyReport>(contentType: "application/json", additionalContentTypes: Csv)
            .Refuses(404);

        reports.MapGet("/quality", QualityAsync)
            .WithSummary("Read how often answers were right")
            .WithDescription("By project and tier, from audits that people judged, with exact intervals and coverage. As CSV when the header Accept asks for text/csv.")
            .Produces<QualityReport>(contentType: "application/json", additionalContentTypes: Csv)
            .Refuses(404);

        reports.MapGet("/page", PageAsync)
            .WithSummary("Read the three reports as a page")
            .WithDescription("One HTML file that needs nothing else: no script, plots as SVG, light and dark, fit for print.")
            .Produces<string>(contentType: "text/html")
            .Refuses(404);
    }

    private static async Task<Results<Ok<SpendingReport>, ContentHttpResult, ProblemHttpResult>> CostAsync(
        ReportReach reach, SpendingReports reports, Caller caller, HttpRequest request, CancellationToken cancellation,
        [Description("Only this project; left out: all that the caller may read.")] string? project = null,
        [Description("From this moment on; left out: from the first call.")] DateTimeOffset? from = null,
        [Description("Before this moment; left out: to the last call.")] DateTimeOffset? until = null)
    {
        if (!(await reach.ScopeAsync(caller, project, from, until, cancellation)).Succeeded(out var scope, out var fault)) return Refusal.Of(fault);
        var report = await reports.MakeAsync(scope, caller.May(Rights.Manage, null), cancellation);
        return request.Accepts(Csv) ? Table(ReportCsv.Write(report)) : TypedResults.Ok(report);
    }

    private static async Task<Results<Ok<LatencyReport>, ContentHttpResult, ProblemHttpResult>> LatencyAsync(
        ReportReach reach, LatencyReports reports, Caller caller, HttpRequest request, CancellationToken cancellation,
        [Description("Only this project; left out: all that the caller may read.")] string? project = null,
        [Description("From this moment on; left out: from the first prediction.")] DateTimeOffset? from = null,
        [Description("Before this moment; left out: to the last prediction.")] DateTimeOffset? until = null,
        [Description("The objective: an answer within so many milliseconds is in time.")] [Range(0.001, LongestMs)] double withinMs = 1_000,
        [Description("The objective: so large a share of predictions is to be answered in time.")] [Range(0.0, 1.0)] double share = 0.99)
    {
        if (!(await reach.ScopeAsync(caller, project, from, until, cancellation)).Succeeded(out var scope, out var fault)) return Refusal.Of(fault);
        var report = await reports.MakeAsync(scope, new(withinMs, share), cancellation);
        return request.Accepts(Csv) ? Table(ReportCsv.Write(report)) : TypedResults.Ok(report);
    }

    private static async Task<Results<Ok<QualityReport>, ContentHttpResult, ProblemHttpResult>> QualityAsync(
        ReportReach reach, QualityReports reports, Caller caller, HttpRequest request, CancellationToken cancellation,
        [Description("Only this project; left out: all that the caller may read.")] string? project = null,
        [Description("From this moment on; left out: from the first decision that is kept.")] DateTimeOffset? from = null,
        [Description("Before this moment; left out: to the last decision.")] DateTimeOffset? until = null)
    {
        if (!(await reach.ScopeAsync(caller, project, from, until, cancellation)).Succeeded(out var scope, out var fault)) return Refusal.Of(fault);
        var report = await reports.MakeAsync(scope, cancellation);
        return request.Accepts(Csv) ? Table(ReportCsv.Write(report)) : TypedResults.Ok(report);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> PageAsync(
        ReportReach reach, ReportPages pages, Caller caller, HttpResponse response, CancellationToken cancellation,
        [Description("Only this project; left out: all that the caller may read.")] string? project = null,
        [Description("From this moment on; left out: from the first call.")] DateTimeOffset? from = null,
        [Description("Before this moment; left out: to the last call.")] DateTimeOffset? until = null,
        [Description("The objective: an answer within so many milliseconds is in time.")] [Range(0.001, LongestMs)] double withinMs = 1_000,
        [Description("The objective: so large a share of predictions is to be answered in time.")] [Range(0.0, 1.0)] double share = 0.99)
    {
        if (!(await reach.ScopeAsync(caller, project, from, until, cancellation)).Succeeded(out var scope, out var fault)) return Refusal.Of(fault);
        var page = await pages.MakeAsync(scope, new(withinMs, share), caller.May(Rights.Manage, null), cancellation);
        response.Headers.ContentSecurityPolicy = PagePolicy;
        return TypedResults.Content(ReportPage.Write(page), "text/html; charset=utf-8");
    }

    private static ContentHttpResult Table(string table) => TypedResults.Content(table, $"{Csv}; charset=utf-8");
}
