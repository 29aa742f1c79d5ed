using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Jobs;
using HybridAi.Serve.Succession;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>A candidate to try.</summary>
/// <param name="Route">The route's hash.</param>
/// <param name="Reason">Why, for the history.</param>
public sealed record SuccessionRequest([property: Required] string Route, [property: Required] string Reason);

/// <summary>How the routes of a project follow one another.</summary>
/// <param name="Running">The candidate that is under way; null where there is none.</param>
/// <param name="History">All successions, the newest first.</param>
/// <param name="Floors">What audits say of the floors of routes that answer or answered.</param>
/// <param name="Settings">What the project asks.</param>
public sealed record SuccessionAnswer(
    RouteSuccession? Running, IReadOnlyList<RouteSuccession> History, IReadOnlyList<FloorVerdict> Floors, SuccessionSettings Settings);

/// <summary>Candidates beside the live route: shadow, canary, and what becomes of them.</summary>
internal static class SuccessionEndpoints
{
    public static void MapSuccession(this RouteGroupBuilder v1)
    {
        var succession = v1.MapGroup("/projects/{project}/succession").WithTags("Routes");

        succession.MapGet("/", ShowAsync)
            .Needs(Rights.Read)
            .WithSummary("See how routes follow one another")
            .WithDescription("The candidate under way and how it compares with the live route, all before it, and what audits say of the floors.")
            .Refuses(404);

        succession.MapPost("/", StartAsync)
            .Needs(Rights.Manage)
            .Audit("succession.start")
            .WithSummary("Try a route beside the live one")
            .WithDescription("In shadow first, then for a share of texts; promoted or rolled back by what audits show.")
            .Refuses(404, 409);

        succession.MapPost("/stop", StopAsync)
            .Needs(Rights.Manage)
            .Audit("succession.stop")
            .WithSummary("Stop the candidate under way")
            .WithDescription("The live route answers everything again.")
            .Refuses(404, 409);

        succession.MapPost("/learn", LearnAsync)
            .Needs(Rights.Manage)
            .Audit("succession.learn")
            .WithSummary("Learn again from what is labelled now")
            .WithDescription("A job: freeze, train, gate, choose a route, and try it beside the live one if it is certified.")
            .Refuses(404);

        succession.MapPut("/settings", SetAsync)
            .Needs(Rights.Manage)
            .Audit("succession.settings")
            .WithSummary("Set how routes follow one another")
            .WithDescription("A candidate under way keeps the settings of its start.")
            .Refuses(404);
    }

    private static async Task<Results<Ok<SuccessionAnswer>, ProblemHttpResult>> ShowAsync(
        string project, ProjectStore projects, SuccessionStore successions, FloorMonitor floors, SuccessionSettingsStore settings, CancellationToken cancellation)
    {
        if (!(await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)) return Refusal.Of(unknown);
        return TypedResults.Ok(new SuccessionAnswer(
            await successions.RunningAsync(project, cancellation), await successions.ListAsync(project, cancellation), await floors.ListAsync(project, cancellation),
            await settings.FindAsync(project, cancellation)));
    }

    private static async Task<Results<Ok<RouteSuccession>, ProblemHttpResult>> StartAsync(
        string project, SuccessionRequest request, ProjectStore projects, SuccessionStore successions, SuccessionSettingsStore settings, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? (await successions.StartAsync(project, request.Route, await settings.FindAsync(project, cancellation), request.Reason, cancellation)).ToOk()
            : Refusal.Of(unknown);

    private static async Task<Results<Ok<RouteSuccession>, ProblemHttpResult>> StopAsync(
        string project, ReasonRequest request, ProjectStore projects, SuccessionStore successions, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? (await successions.StopAsync(project, request.Reason, cancellation)).ToOk()
            : Refusal.Of(unknown);

    private static async Task<Results<Accepted<Job>, ProblemHttpResult>> LearnAsync(
        string project, ReasonRequest request, [AsParameters] PayerHeaders headers, ProjectStore projects, RetrainingStore retrainings, JobDesk jobs,
        CancellationToken cancellation)
    {
        if (!headers.Read().Succeeded(out var payer, out var fault)) return Refusal.Of(fault);
        if (!(await projects.FindAsync(project, cancellation)).Succeeded(out _, out fault)) return Refusal.Of(fault);
        var handedIn = await jobs.SubmitAsync(project, LearnJob.KindName, new LearnArguments(request.Reason, payer), cancellation);
        if (handedIn.Succeeded(out var job, out _)) await retrainings.AddAsync(project, request.Reason, job.Id, cancellation);
        return handedIn.ToAccepted();
    }

    private static async Task<Results<Ok<SuccessionSettings>, ProblemHttpResult>> SetAsync(
        string project, SuccessionSettings request, ProjectStore projects, SuccessionSettingsStore settings, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? (await settings.SaveAsync(project, request, cancellation)).ToOk()
            : Refusal.Of(unknown);
}
