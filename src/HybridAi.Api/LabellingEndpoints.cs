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
public sealed record LabellingRunRequest([property: Required] string Labeller, [property: Range(1, 256)] int Concurrency = 8);

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
        string project, LabellingRunRequest request, ProjectStore projects, LabellerFamily labellers, JobDesk jobs, CancellationToken cancellation)
    {
        var found = await projects.FindAsync(project, cancellation);
        if (!found.Succeeded(out var version, out var fault)) return Refusal.Of(fault);
        // Made here as well, so that a wrong name is refused at once and not by a job that fails.
        if (labellers.Create(request.Labeller, new(version.Definition, Reviewed: [])).Fault is { } unknown) return Refusal.Of(unknown);
        return (await jobs.SubmitAsync(project, LabellingRunJob.KindName, request, cancellation)).ToAccepted();
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
