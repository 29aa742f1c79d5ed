using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Monitoring;
using HybridAi.Serve.Routing;
using HybridAi.Serve.Succession;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>How the traffic of a project is.</summary>
/// <param name="Route">The live route; null where there is none.</param>
/// <param name="Model">Its model; null where it has none, and then no drift is watched.</param>
/// <param name="Day">Rate, errors, latency and cost of the last 24 hours, by model and tier.</param>
/// <param name="Windows">The newest spans that were looked at, the newest first.</param>
/// <param name="Audits">What audits of the live route found: agreement with its reference and, where people have spoken, who was right.</param>
/// <param name="Floors">What audits say of the floors of routes that answer or answered.</param>
/// <param name="Alerts">Alerts that nobody has taken note of.</param>
public sealed record MonitoringAnswer(
    string? Route, string? Model, IReadOnlyList<TierTraffic> Day, IReadOnlyList<MonitoringWindow> Windows, AuditFigures? Audits, IReadOnlyList<FloorVerdict> Floors,
    IReadOnlyList<Alert> Alerts);

/// <summary>What somebody says who takes note of an alert.</summary>
/// <param name="Note">What was done about it; may be left out.</param>
public sealed record AcknowledgeRequest([property: MaxLength(1_000)] string? Note = null);

/// <summary>The watch over served traffic.</summary>
internal static class MonitoringEndpoints
{
    private const int Most = 1_000;

    public static void MapMonitoring(this RouteGroupBuilder v1)
    {
        var project = v1.MapGroup("/projects/{project}").WithTags("Monitoring").Needs(Rights.Read);

        project.MapGet("/monitoring", ShowAsync)
            .WithSummary("See how the traffic is")
            .WithDescription("Rate, errors, latency and cost by model and tier; drift of inputs, predictions and confidence by window; skew; what audits say of the floor; open alerts.")
            .Refuses(404);

        project.MapGet("/alerts", ListAsync)
            .WithSummary("List alerts, newest first")
            .Refuses(404);

        project.MapPost("/alerts/{id}/acknowledge", AcknowledgeAsync)
            .Needs(Rights.Review)
            .Audit("alert.acknowledge", "id")
            .WithSummary("Take note of an alert")
            .WithDescription("The next finding of its kind is a new alert. Doing it again changes nothing.")
            .Refuses(404);
    }

    /// <summary>What the endpoint answers and the page shows.</summary>
    public static async Task<MonitoringAnswer> MakeAsync(string project, int windows, IServiceProvider services, CancellationToken cancellation)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var live = (await services.GetRequiredService<RouteStore>().LiveAsync(project, cancellation)).Succeeded(out var route, out _) ? route : null;
        return new(
            live?.Hash, live?.Definition.ModelHash, await services.GetRequiredService<TrafficFigures>().OfAsync(project, now.AddDays(-1), now, cancellation),
            await services.GetRequiredService<WindowStore>().ListAsync(project, windows, cancellation),
            live is null ? null : await services.GetRequiredService<AuditStore>().FiguresAsync(project, live.Hash, null, cancellation),
            await services.GetRequiredService<FloorMonitor>().ListAsync(project, cancellation),
            await services.GetRequiredService<AlertStore>().ListAsync(project, open: true, Most, cancellation));
    }

    private static async Task<Results<Ok<MonitoringAnswer>, ProblemHttpResult>> ShowAsync(
        string project, ProjectStore projects, HttpContext http, CancellationToken cancellation,
        [Description("At most so many windows."), Range(1, Most)] int windows = 48)
        => (await projects.FindAsync(project, cancellation)).Fault is { } unknown
            ? Refusal.Of(unknown)
            : TypedResults.Ok(await MakeAsync(project, windows, http.RequestServices, cancellation));

    private static async Task<Results<Ok<IReadOnlyList<Alert>>, ProblemHttpResult>> ListAsync(
        string project, ProjectStore projects, AlertStore alerts, CancellationToken cancellation,
        [Description("Only those that nobody has taken note of.")] bool open = false,
        [Description("At most so many."), Range(1, Most)] int limit = 100)
        => (await projects.FindAsync(project, cancellation)).Fault is { } unknown
            ? Refusal.Of(unknown)
            : TypedResults.Ok(await alerts.ListAsync(project, open, limit, cancellation));

    private static async Task<Results<Ok<Alert>, ProblemHttpResult>> AcknowledgeAsync(
        string project, string id, AcknowledgeRequest request, ProjectStore projects, AlertStore alerts, Caller caller, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Fault is { } unknown
            ? Refusal.Of(unknown)
            : (await alerts.AcknowledgeAsync(project, id, caller.Name, request.Note, cancellation)).ToOk();
}
