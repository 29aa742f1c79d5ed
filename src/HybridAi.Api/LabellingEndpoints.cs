using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>What is to label the project's records.</summary>
/// <param name="Labeller">A specification: <c>lexical</c>, <c>llm:ALIAS</c>, <c>recorded:MODEL</c>.</param>
/// <param name="Concurrency">Records in flight at once.</param>
/// <param name="Pilot">Label only so many records, for pay and for keeps: what is estimated then rests on them; left out: all.</param>
/// <param name="ConfirmCostUsd">What the run may cost at most by its estimate; left out: the settings' ConfirmAboveUsd.</param>
/// <param name="ConfirmUnknownCost">Whether it may start where nobody knows what it may cost.</param>
/// <param name="Ask">How a model is asked: in batches, with examples, with a shortlist, several times; left out: plainly.</param>
/// <param name="MaxAttempts">How often a record is asked for, over all runs, before it stays with its reason.</param>
public sealed record LabellingRunRequest(
    [property: Required] string Labeller,
    [property: Range(1, 256)] int Concurrency = 8,
    [property: Range(1, 10_000)] int? Pilot = null,
    [property: Range(0.0, 1_000_000.0)] decimal? ConfirmCostUsd = null,
    bool ConfirmUnknownCost = false,
    AskSettings? Ask = null,
    [property: Range(1, 100)] int MaxAttempts = LabellingStage.UsualAttempts);

/// <summary>A page of labels.</summary>
/// <param name="Labels">The newest label of each record by the labeller, in the order of the records' ids, failures included.</param>
/// <param name="Next">Give this as <c>after</c> for the next page; null on the last one.</param>
public sealed record LabelPage(IReadOnlyList<Label> Labels, string? Next);

/// <summary>Labelling runs and the labels they gave.</summary>
internal static class LabellingEndpoints
{
    public static void MapLabelling(this RouteGroupBuilder v1)
    {
        var project = v1.MapGroup("/projects/{project}").WithTags("Labelling").Needs(Rights.Read);

        project.MapPost("/labelling-runs", StartAsync)
            .Needs(Rights.Label)
            .WithSummary("Label what has no label yet")
            .WithDescription(
                """
                Hands in a job. Records that this version of the labeller has labelled are not asked for, or paid for, again:
                a run that was cancelled is resumed by starting it again.
                A run that may cost more than the settings' HybridAi:Llm:ConfirmAboveUsd is refused as label-unconfirmed, with its estimate,
                unless confirmCostUsd is as high, or confirmUnknownCost says that an unknown cost is known of.
                """)
            .Refuses(404, 409, 503);

        project.MapGet("/labelling-runs/estimate", EstimateAsync)
            .WithSummary("Estimate a labelling run")
            .WithDescription(
                """
                What labelling may cost and how long it may take; nobody is asked and nothing is paid. What is labelled already, and what the
                exact cache would answer, is subtracted.
                """)
            .Refuses(404, 503);

        project.MapGet("/labelling-runs", RunsAsync)
            .WithSummary("List labelling runs")
            .WithDescription("The newest first, with what each cost.")
            .Refuses(404);

        project.MapGet("/labels", LabelsAsync)
            .WithSummary("Read a labeller's labels")
            .WithDescription("A page as JSON; or all that follow as JSON lines, a label each, when the header Accept asks for application/x-ndjson.")
            .Produces<LabelPage>(contentType: "application/json", additionalContentTypes: JsonLines<Label>.ContentType)
            .Refuses(404);
    }

    private static async Task<Results<Accepted<Job>, ProblemHttpResult>> StartAsync(
        string project, LabellingRunRequest request, [AsParameters] PayerHeaders headers, LabellingPlans plans, HybridAiOptions settings, JobDesk jobs,
        CancellationToken cancellation)
    {
        if (!headers.Read().Succeeded(out var payer, out var fault)) return Refusal.Of(fault);
        var planned = await plans.MakeAsync(project, request.Labeller, request.Ask ?? AskSettings.Plain, request.Pilot, request.Concurrency, payer, cancellation);
        if (!planned.Succeeded(out var plan, out fault)) return Refusal.Of(fault);
        if (plan.Estimate.Unconfirmed(request.ConfirmCostUsd ?? settings.Llm.ConfirmAboveUsd, request.ConfirmUnknownCost) is { } unconfirmed)
            return Refused(unconfirmed, plan.Estimate);
        var arguments = new LabellingRunArguments(request.Labeller, request.Concurrency, payer, plan.Only?.ToList(), request.Ask, request.MaxAttempts);
        return (await jobs.SubmitAsync(project, LabellingRunJob.KindName, arguments, cancellation)).ToAccepted();
    }

    private static ProblemHttpResult Refused(Fault unconfirmed, LabellingEstimate estimate)
    {
        var wayOut = estimate.HighUsd is null ? "Say confirmUnknownCost." : "Say confirmCostUsd at least as high as the estimate's highUsd.";
        var problem = Refusal.Problem(unconfirmed with { Reason = $"{unconfirmed.Reason} {wayOut}" });
        problem.Extensions["estimate"] = estimate;
        return TypedResults.Problem(problem);
    }

    private static async Task<Results<Ok<LabellingEstimate>, ProblemHttpResult>> EstimateAsync(
        string project,
        [Description("Who would label: lexical, llm:ALIAS, recorded:MODEL.")] [Required] string labeller,
        [AsParameters] PayerHeaders headers,
        [AsParameters] AskQuery ask,
        LabellingPlans plans,
        CancellationToken cancellation,
        [Description("Records in flight at once.")] [Range(1, 256)] int concurrency = 8,
        [Description("For a pilot of so many records; left out: for all.")] [Range(1, 10_000)] int? pilot = null)
    {
        if (!headers.Read().Succeeded(out var payer, out var fault)) return Refusal.Of(fault);
        return (await plans.MakeAsync(project, labeller, ask.Settings, pilot, concurrency, payer, cancellation)).Succeeded(out var plan, out fault)
            ? TypedResults.Ok(plan.Estimate)
            : Refusal.Of(fault);
    }

    private static async Task<Results<Ok<IReadOnlyList<LabellingRun>>, ProblemHttpResult>> RunsAsync(
        string project, ProjectStore projects, LabellingRunStore runs, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? TypedResults.Ok(await runs.ListAsync(project, cancellation))
            : Refusal.Of(unknown);

    private static async Task<Results<Ok<LabelPage>, JsonLines<Label>, ProblemHttpResult>> LabelsAsync(
        string project,
        [Description("Whose labels, by the labeller's full name.")] [Required] string labeller,
        ProjectStore projects,
        LabelStore labels,
        HttpRequest request,
        CancellationToken cancellation,
        [Description("Only records whose id sorts behind this one.")] string? after = null,
        [Description("Labels on a page of JSON.")] [Range(1, 10_000)] int limit = 1_000)
    {
        if ((await projects.FindAsync(project, cancellation)).Fault is { } unknown) return Refusal.Of(unknown);
        var all = (await labels.NewestAsync(project, labeller, cancellation)).Values
            .Where(label => string.CompareOrdinal(label.RecordId, after) > 0).OrderBy(label => label.RecordId, StringComparer.Ordinal);
        if (request.Accepts(JsonLines<Label>.ContentType)) return new JsonLines<Label>(all.ToAsyncEnumerable());
        var page = all.Take(limit + 1).ToList();
        return page.Count <= limit ? TypedResults.Ok(new LabelPage(page, null)) : TypedResults.Ok(new LabelPage(page[..limit], page[limit - 1].RecordId));
    }
}
