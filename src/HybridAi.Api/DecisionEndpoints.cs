using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Serve.Decisions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>What was decided along routes, what audits found, and what another route would have done.</summary>
internal static class DecisionEndpoints
{
    private const int Most = 1_000;

    public static void MapDecisions(this RouteGroupBuilder v1)
    {
        var decisions = v1.MapGroup("/projects/{project}/decisions").WithTags("Decisions").Needs(Rights.Read).AddEndpointFilter(OwnName.OnlyAsync);

        decisions.MapGet("/", ListAsync)
            .WithSummary("List decisions, newest first")
            .WithDescription("One for each prediction along a route, without its text: what each tier said, and all that might have been done, with its chances.")
            .Refuses(404);

        decisions.MapGet("/{id}", FindAsync)
            .WithSummary("Look at a decision and its audit")
            .Refuses(404);

        decisions.MapGet("/audits", FiguresAsync)
            .WithSummary("Read what audits found")
            .WithDescription(
                """
                Against the reference an audit shows agreement, not correctness: where the two differ either may be wrong. The figures of gold rest on what people say.
                """)
            .Refuses(404);

        decisions.MapGet("/audits/waiting", WaitingAsync)
            .Needs(Rights.Annotate)
            .WithSummary("List the texts of audits that wait for a person")
            .WithDescription("The oldest first. Give the label under the decision's id; the text is deleted then.")
            .Refuses(404);

        decisions.MapPost("/{id}/gold", JudgeAsync)
            .Needs(Rights.Annotate)
            .Audit("decision.gold", "id")
            .WithSummary("Say what was right")
            .WithDescription("A later word replaces an earlier one.")
            .Refuses(404);

        v1.MapPost("/projects/{project}/routes/{hash}/what-if", WhatIfAsync)
            .WithTags("Decisions").Needs(Rights.Read)
            .WithSummary("Evaluate a route on logged decisions")
            .WithDescription(
                """
                Without asking anybody: share of right answers and cost with intervals, by inverse propensity and doubly robust. Refused with the reason and what to do
                when the log can't say: overlap-missing.
                """)
            .Refuses(404, 409);
    }

    private static async Task<Results<Ok<IReadOnlyList<DecisionAnswer>>, ProblemHttpResult>> ListAsync(
        string project, ProjectStore projects, DecisionStore decisions, CancellationToken cancellation,
        [Description("Older than the decision of this place in the log ('seq').")] long? before = null,
        [Description("At most so many."), Range(1, Most)] int limit = 100)
        => (await projects.FindAsync(project, cancellation)).Fault is { } unknown
            ? Refusal.Of(unknown)
            : TypedResults.Ok<IReadOnlyList<DecisionAnswer>>(
                [.. (await decisions.PageAsync(project, before, limit, cancellation)).Select(decision => DecisionAnswer.Of(decision))]);

    private static async Task<Results<Ok<DecisionAnswer>, ProblemHttpResult>> FindAsync(
        string project, string id, ProjectStore projects, DecisionStore decisions, AuditStore audits, CancellationToken cancellation)
    {
        if ((await projects.FindAsync(project, cancellation)).Fault is { } unknown) return Refusal.Of(unknown);
        return (await decisions.FindAsync(project, id, cancellation)).Succeeded(out var decision, out var fault)
            ? TypedResults.Ok(DecisionAnswer.Of(decision, await audits.FindAsync(project, id, cancellation)))
            : Refusal.Of(fault);
    }

    private static async Task<Results<Ok<AuditFigures>, ProblemHttpResult>> FiguresAsync(
        string project, ProjectStore projects, AuditStore audits, CancellationToken cancellation,
        [Description("The hash of the route that decided; left out: all of them together.")] string? route = null,
        [Description("Drawn from this moment on; left out: from the first.")] DateTimeOffset? from = null)
        => (await projects.FindAsync(project, cancellation)).Fault is { } unknown
            ? Refusal.Of(unknown)
            : TypedResults.Ok(await audits.FiguresAsync(project, route, from, cancellation));

    private static async Task<Results<Ok<IReadOnlyList<WaitingAudit>>, ProblemHttpResult>> WaitingAsync(
        string project, ProjectStore projects, AuditStore audits, CancellationToken cancellation,
        [Description("At most so many."), Range(1, Most)] int limit = 100)
        => (await projects.FindAsync(project, cancellation)).Fault is { } unknown
            ? Refusal.Of(unknown)
            : TypedResults.Ok(await audits.WaitingAsync(project, limit, cancellation));

    private static async Task<Results<Ok<DecisionAnswer>, ProblemHttpResult>> JudgeAsync(
        string project, string id, DecisionGoldRequest request, ProjectStore projects, DecisionStore decisions, CancellationToken cancellation)
    {
        if ((await projects.FindAsync(project, cancellation)).Fault is { } unknown) return Refusal.Of(unknown);
        return (await decisions.JudgeAsync(project, id, request.Label, request.Annotator, cancellation))
            .Then<DecisionAnswer>(decision => DecisionAnswer.Of(decision)).ToOk();
    }

    private static async Task<Results<Ok<WhatIfReport>, ProblemHttpResult>> WhatIfAsync(
        string project, string hash, WhatIfRequest request, ProjectStore projects, WhatIf whatIf, CancellationToken cancellation)
    {
        if ((await projects.FindAsync(project, cancellation)).Fault is { } unknown) return Refusal.Of(unknown);
        if (request.From > request.Until) return Refusal.Of(Fault.BadInput("period-empty", "'from' is after 'until'.", "from"));
        return (await whatIf.EvaluateAsync(project, hash, request.From, request.Until, request.Measure, cancellation)).ToOk();
    }
}
