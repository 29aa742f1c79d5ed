using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Jobs;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Prediction;
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
/// <param name="Certify"><c>cross-fitted</c>: every row judges; <c>held-out</c>: half of them, and what was judged is exactly what goes live.</param>
/// <param name="MaxLatencyMs">95 of 100 inputs must be answered within so many milliseconds; left out: no limit.</param>
/// <param name="BudgetUsd">Mean cost of an input that may be spent on better answers than the floor asks for; left out: as little as possible.</param>
/// <param name="SliceFields">Fields of the records of which each value is protected: the floor is shown within it too.</param>
/// <param name="SliceMargin">How far below the reference the floor lies within each slice; left out: as for all rows.</param>
/// <param name="Tolerance">A number is right when no further than this from the true one; left out: only the very number is. For projects of kind score or tabular-regression.</param>
/// <param name="Seed">Another seed deals the rows to other folds.</param>
/// <param name="Live">Whether requests are sent along the route once it is built.</param>
public sealed record RouteRequest(
    [property: MinLength(1)] IReadOnlyList<TierRequest> Tiers,
    string? Dataset = null,
    [property: Range(0.0, 0.5, MinimumIsExclusive = true)] double Margin = 0.01,
    [property: Range(0.5, 0.9999)] double Confidence = 0.95,
    Showing Certify = Showing.CrossFitted,
    [property: Range(0.0, 3_600_000, MinimumIsExclusive = true)] double? MaxLatencyMs = null,
    [property: Range(0.0, 1_000, MinimumIsExclusive = true)] double? BudgetUsd = null,
    [property: MaxLength(8)] IReadOnlyList<string>? SliceFields = null,
    [property: Range(0.0, 0.5, MinimumIsExclusive = true)] double? SliceMargin = null,
    [property: Range(0.0, 1e9)] double? Tolerance = null,
    int Seed = 1,
    bool Live = true)
{
    internal RouteSettings ToSettings() => new(Margin, Confidence, Seed, Certify, MaxLatencyMs, (decimal?)BudgetUsd, SliceMargin, Tolerance, SliceFields);
}

/// <summary>On which rows a stored route is to be tested again.</summary>
/// <param name="Dataset">The dataset whose reviewed rows judge; left out: the newest.</param>
public sealed record RouteRetestRequest(string? Dataset = null);

/// <summary>A text to see decided.</summary>
/// <param name="Text">The text; left out where there are fields.</param>
/// <param name="Route">A stored route; left out: the live one.</param>
/// <param name="Fields">The values of a row by column, for projects over rows.</param>
public sealed record ExplainRequest(string? Text = null, string? Route = null, IReadOnlyDictionary<string, JsonElement>? Fields = null);

/// <summary>Ordered tiers with thresholds, and which of them requests are sent along.</summary>
internal static class RouteEndpoints
{
    public static void MapRoutes(this RouteGroupBuilder v1)
    {
        var routes = v1.MapGroup("/projects/{project}/routes").WithTags("Routes").Needs(Rights.Manage);

        routes.MapPost("/", BuildAsync)
            .Audit("route.build")
            .WithSummary("Build a route")
            .WithDescription(
                """
                Hands in a job: ask every tier for the reviewed held-out rows, choose the cheapest thresholds that are shown to hold the floor, and make the
                route live.
                Where nothing can be shown the route is the reference alone.
                The job's result holds the certificate, the policies that there were to choose from, and how route and reference did.
                """)
            .Refuses(404, 503);

        routes.MapGet("/", HistoryAsync)
            .Needs(Rights.Read)
            .WithSummary("List which routes were live from when")
            .WithDescription("The oldest first; the last one is live.")
            .Refuses(404);

        routes.MapGet("/live", LiveAsync)
            .Needs(Rights.Read)
            .WithSummary("Look at the live route")
            .WithDescription("Its steps and thresholds, its certificate, the policies that there were to choose from, and how it and its reference did.")
            .Refuses(404, 409);

        routes.MapGet("/{hash}", FindAsync)
            .Needs(Rights.Read)
            .WithSummary("Look at a route")
            .Refuses(404);

        routes.MapPost("/{hash}/live", MakeLiveAsync)
            .Audit("route.live", "hash")
            .WithSummary("Send requests along a route")
            .WithDescription("From the next request on; requests under way keep the route that they began with. Only a certified route, or the reference alone, may go live.")
            .Refuses(404, 409);

        routes.MapPost("/{hash}/certify", CertifyAsync)
            .Audit("route.certify", "hash")
            .WithSummary("Test a route again")
            .WithDescription(
                """
                Hands in a job: walk the route as it stands over reviewed rows that neither it nor its model was made on, Test rows and rows reviewed since, and test
                it against its reference. The result holds the certificate, and how many rows would do where they are too few. The route is not changed by it.
                """)
            .Refuses(404, 409, 503);

        routes.MapPost("/explain", ExplainAsync)
            .Needs(Rights.Predict)
            .WithSummary("See how a route decides about a text")
            .WithDescription(
                """
                Every tier that is asked, what it says, how reliable the answer is by then and had to be, why the walk went on or ended, what it cost, and what the
                reference alone would have cost.
                The tiers are really asked, and their calls paid. The answer counts as no prediction: it stands in no report.
                """)
            .Refuses(404, 409, 503);

        routes.MapPost("/rollback", RollbackAsync)
            .Audit("route.rollback")
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
        var arguments = new RouteBuildArguments(dataset.Manifest.Hash, tiers, request.ToSettings(), request.Live, payer);
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

    private static async Task<Results<Accepted<Job>, ProblemHttpResult>> CertifyAsync(
        string project, string hash, RouteRetestRequest request, [AsParameters] PayerHeaders headers, ProjectStore projects, DatasetStore datasets, RouteStore routes, JobDesk jobs,
        CancellationToken cancellation)
    {
        if (!headers.Read().Succeeded(out var payer, out var fault)) return Refusal.Of(fault);
        if (!(await projects.FindAsync(project, cancellation)).Succeeded(out _, out fault)) return Refusal.Of(fault);
        if (!(await routes.FindAsync(project, hash, cancellation)).Succeeded(out var route, out fault)) return Refusal.Of(fault);
        if (!(await datasets.LoadAsync(project, request.Dataset, cancellation)).Succeeded(out var dataset, out fault)) return Refusal.Of(fault);
        // Before the job is handed in, so that the caller is told at once.
        if (RouteRetest.NothingToTest(route) is { } nothing) return Refusal.Of(nothing);
        var arguments = new RouteRetestArguments(route.Hash, dataset.Manifest.Hash, payer);
        return (await jobs.SubmitAsync(project, RouteRetestJob.KindName, arguments, cancellation)).ToAccepted();
    }

    private static async Task<Results<Ok<Prediction>, ProblemHttpResult>> ExplainAsync(
        string project, ExplainRequest request, [AsParameters] PayerHeaders headers, ProjectStore projects, RouteExplainer explainer, CancellationToken cancellation)
    {
        if (!headers.Read().Succeeded(out var payer, out var fault)) return Refusal.Of(fault);
        if (request.Fields is null && string.IsNullOrWhiteSpace(request.Text))
            return Refusal.Of(Fault.BadInput("request-invalid", "A decision is shown for a 'text' that is not blank, or for 'fields'.", "text"));
        return (await projects.FindAsync(project, cancellation)).Succeeded(out _, out fault)
            ? (await explainer.ExplainAsync(project, request.Route, payer, new(null, request.Text ?? "") { Fields = request.Fields }, cancellation)).ToOk()
            : Refusal.Of(fault);
    }

    private static async Task<Results<Ok<RouteAnswer>, ProblemHttpResult>> RollbackAsync(
        string project, ReasonRequest request, RouteStore routes, CancellationToken cancellation)
        => (await routes.RollbackAsync(project, request.Reason, cancellation)).Then<RouteAnswer>(route => RouteAnswer.Of(route)).ToOk();
}
