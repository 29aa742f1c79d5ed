using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Edge;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Jobs;
using HybridAi.Serve.Routing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>One way to answer.</summary>
/// <param name="Tier"><c>lexical</c>, <c>classical</c>, <c>small-llm</c> or <c>large-llm</c>.</param>
/// <param name="Labeller">
/// Who answers: <c>model</c> for the champion, <c>model:HASH</c>, <c>lexical</c>, <c>llm:ALIAS</c>, <c>recorded:MODEL</c>; left out: the tier's usual one.
/// </param>
/// <param name="CostPerCallUsd">What a call is expected to cost; left out: as measured, otherwise unknown.</param>
public sealed record TierRequest(
    [property: Required] string Tier, string? Labeller = null, [property: Range(0, 1_000)] decimal? CostPerCallUsd = null)
{
    internal Outcome<TierChoice> ToChoice()
    {
        var cost = CostPerCallUsd;
        return TierChoice.Parse(Labeller is null ? Tier : $"{Tier}={Labeller}").Then<TierChoice>(choice => choice with { CostPerCallUsd = cost });
    }
}

/// <summary>Which route is to be built.</summary>
/// <param name="Tiers">The tiers, the cheapest first, the reference last.</param>
/// <param name="Dataset">The dataset whose held-out rows thresholds are chosen on; left out: the newest.</param>
/// <param name="Margin">How far below the reference's accuracy the floor lies.</param>
/// <param name="Confidence">One-sided confidence that the floor is held.</param>
/// <param name="Seed">Another seed is another order of rows under the bound.</param>
/// <param name="Live">Whether requests are sent along the route once it is built.</param>
public sealed record RouteRequest(
    [property: MinLength(1)] IReadOnlyList<TierRequest> Tiers,
    string? Dataset = null,
    [property: Range(0.0, 0.5, MinimumIsExclusive = true)] double Margin = 0.01,
    [property: Range(0.5, 0.9999)] double Confidence = 0.95,
    int Seed = 1,
    bool Live = true);

/// <summary>Ordered tiers with thresholds, and which of them requests are sent along.</summary>
internal static class RouteEndpoints
{
    public static void MapRoutes(this RouteGroupBuilder v1)
    {
        var routes = v1.MapGroup("/projects/{project}/routes").WithTags("Routes");

        routes.MapPost("/", BuildAsync)
            .WithSummary("Build a route")
            .WithDescription(
                """
                Hands in a job: ask every tier for the reviewed held-out rows, choose the cheapest thresholds that are shown to hold the floor, and make the
                route live.
                Where nothing can be shown the route is the reference alone.
                """)
            .Refuses(404, 503);

        routes.MapGet("/", HistoryAsync)
            .WithSummary("List which routes were live from when")
            .WithDescription("The oldest first; the last one is live.")
            .Refuses(404);

        routes.MapGet("/live", LiveAsync)
            .WithSummary("Look at the live route")
            .WithDescription("Its steps and thresholds, and the evidence that it was chosen on.")
            .Refuses(404, 409);

        routes.MapGet("/{hash}", FindAsync)
            .WithSummary("Look at a route")
            .Refuses(404);

        routes.MapPost("/{hash}/live", MakeLiveAsync)
            .WithSummary("Send requests along a route")
            .WithDescription("From the next request on; requests under way keep the route that they began with.")
            .Refuses(404);

        routes.MapPost("/rollback", RollbackAsync)
            .WithSummary("Go back to the route before this one")
            .Refuses(404, 409);
    }

    private static async Task<Results<Accepted<Job>, ProblemHttpResult>> BuildAsync(
        string project,
        RouteRequest request,
        [AsParameters] PayerHeaders headers,
        ProjectStore projects,
        DatasetStore datasets,
        TierPlan plan,
        JobDesk jobs,
        CancellationToken cancellation)
    {
        if (!headers.Read().Succeeded(out var payer, out var fault)) return Refusal.Of(fault);
        if (!(await projects.FindAsync(project, cancellation)).Succeeded(out var version, out fault)) return Refusal.Of(fault);
        if (!(await datasets.LoadAsync(project, request.Dataset, cancellation)).Succeeded(out var dataset, out fault)) return Refusal.Of(fault);
        var choices = new List<TierChoice>();
        foreach (var tier in request.Tiers)
        {
            if (!tier.ToChoice().Succeeded(out var choice, out fault)) return Refusal.Of(fault);
            choices.Add(choice);
        }

        // Here and not in the job, so that a wrong name is refused at once, and the champion is the one of this moment.
        if (!(await plan.ResolveAsync(version.Definition, choices, cancellation)).Succeeded(out var tiers, out fault)) return Refusal.Of(fault);
        var settings = new RouteSettings(request.Margin, request.Confidence, request.Seed);
        var arguments = new RouteBuildArguments(dataset.Manifest.Hash, tiers, settings, request.Live, payer);
        return (await jobs.SubmitAsync(project, RouteBuildJob.KindName, arguments, cancellation)).ToAccepted();
    }

    private static async Task<Results<Ok<IReadOnlyList<RouteMove>>, ProblemHttpResult>> HistoryAsync(
        string project, ProjectStore projects, RouteStore routes, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? TypedResults.Ok(await routes.HistoryAsync(project, cancellation))
            : Refusal.Of(unknown);

    private static async Task<Results<Ok<RouteAnswer>, ProblemHttpResult>> LiveAsync(
        string project, ProjectStore projects, RouteStore routes, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? (await routes.LiveAsync(project, cancellation)).Then<RouteAnswer>(route => RouteAnswer.Of(route)).ToOk()
            : Refusal.Of(unknown);

    private static async Task<Results<Ok<RouteAnswer>, ProblemHttpResult>> FindAsync(
        string project, string hash, ProjectStore projects, RouteStore routes, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? (await routes.FindAsync(project, hash, cancellation)).Then<RouteAnswer>(route => RouteAnswer.Of(route)).ToOk()
            : Refusal.Of(unknown);

    private static async Task<Results<Ok<RouteAnswer>, ProblemHttpResult>> MakeLiveAsync(
        string project, string hash, ReasonRequest request, RouteStore routes, CancellationToken cancellation)
        => (await routes.MakeLiveAsync(project, hash, request.Reason, cancellation)).Then<RouteAnswer>(route => RouteAnswer.Of(route)).ToOk();

    private static async Task<Results<Ok<RouteAnswer>, ProblemHttpResult>> RollbackAsync(
        string project, ReasonRequest request, RouteStore routes, CancellationToken cancellation)
        => (await routes.RollbackAsync(project, request.Reason, cancellation)).Then<RouteAnswer>(route => RouteAnswer.Of(route)).ToOk();
}
