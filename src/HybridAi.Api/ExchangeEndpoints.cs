using System.ComponentModel;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Exchange;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace HybridAi.Api;

/// <summary>One finished import.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">The file's name.</param>
/// <param name="Format">The exchange format.</param>
/// <param name="Rows">Rows read: accepted, already there and rejected together.</param>
/// <param name="Accepted">Rows that brought something.</param>
/// <param name="AlreadyThere">Rows of which all was there before.</param>
/// <param name="RejectedByCode">Rows that were rejected, by reason code.</param>
/// <param name="Records">Records added.</param>
/// <param name="Labels">Proposed labels added.</param>
/// <param name="Annotations">Labels by people added.</param>
/// <param name="Decisions">Decisions of reviewers added.</param>
/// <param name="Rejects">Where the rejected rows can be read; null when there are none.</param>
public sealed record ImportAnswer(
    string Id, string Source, string Format, long Rows, long Accepted, long AlreadyThere, IReadOnlyDictionary<string, long> RejectedByCode, long Records,
    long Labels, long Annotations, long Decisions, string? Rejects)
{
    internal static ImportAnswer Of(ImportReport report) => new(
        report.Id, report.Source, report.Format, report.Rows, report.Accepted, report.AlreadyThere, report.RejectedByCode, report.Records, report.Labels,
        report.Annotations, report.Decisions,
        report.RejectFile is null ? null : $"/v1/projects/{Uri.EscapeDataString(report.Project)}/imports/{report.Id}/rejects");
}

/// <summary>Records and labels out to other tools and back in.</summary>
internal static class ExchangeEndpoints
{
    public static void MapExchange(this RouteGroupBuilder v1)
    {
        var exchange = v1.MapGroup("/projects/{project}").WithTags("Exchange").Needs(Rights.Review);

        exchange.MapGet("/export", ExportAsync)
            .Audit("project.export")
            .WithSummary("Export records and labels")
            .WithDescription(
                """
                As csv, doccano, hugging-face (a zip of the folder), jsonl or label-studio, with where each label comes from.
                What the format can't hold is said in the header X-HybridAi-Not-Held.
                """)
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .Refuses(404, 409, 503);

        exchange.MapPost("/import", ImportAsync)
            .Audit("project.import")
            .Accepts<IFormFile>("application/octet-stream", ["text/csv", "application/json", "application/x-ndjson", "multipart/form-data"])
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .WithSummary("Import records and labels")
            .WithDescription(
                """
                The file as the body, or as the first file of a multipart body. What is good is added, what is not can be read as rejects.
                The same file again changes nothing. Of a hugging-face folder each split is a file of its own.
                """)
            .Refuses(404, 413, 415, 503);

        exchange.MapGet("/imports/{id}/rejects", RejectsAsync)
            .WithSummary("Read an import's rejected rows")
            .WithDescription("One JSON value a line, with line, code and reason; empty when there are none.")
            .Refuses(404, 503);
    }

    private static async Task<Results<ExportResult, ProblemHttpResult>> ExportAsync(
        string project,
        [Description("csv, doccano, hugging-face, jsonl or label-studio.")] string format,
        ProjectStore projects,
        ExchangeFamily formats,
        ExportSource source,
        CancellationToken cancellation,
        [Description("What there is a row for: records, labels, annotations or dataset.")] ExportSelection what = ExportSelection.Records)
    {
        if (!(await projects.FindAsync(project, cancellation)).Succeeded(out var version, out var fault)) return Refusal.Of(fault);
        if (!formats.Find(format).Succeeded(out var member, out fault)) return Refusal.Of(fault);
        return (await source.OpenAsync(version, what, cancellation)).Succeeded(out var content, out fault)
            ? new ExportResult(member, content)
            : Refusal.Of(fault);
    }

    private static async Task<Results<Ok<ImportAnswer>, ProblemHttpResult>> ImportAsync(
        string project,
        [Description("csv, doccano, hugging-face, jsonl or label-studio.")] string format,
        HttpRequest request,
        ProjectStore projects,
        ExchangeFamily formats,
        ImportStage stage,
        HybridAiOptions options,
        CancellationToken cancellation,
        [Description("Whose labels they are where the file doesn't say; left out: such labels are rejected.")] string? annotator = null)
    {
        if (!(await projects.FindAsync(project, cancellation)).Succeeded(out var version, out var fault)) return Refusal.Of(fault);
        if (!formats.Find(format).Succeeded(out var member, out fault)) return Refusal.Of(fault);
        await using var upload = await Upload.ReceiveAsync(
            request, Path.Combine(options.DataDirectory, "uploads"), options.Ingestion.MaxFileBytes, cancellation);
        if (IngestionEndpoints.RefusalOf(upload.State, options.Ingestion.MaxFileBytes) is { } refused) return refused;
        var name = upload.Name ?? "upload";
        // The caller knows the file by its own name, not by where it was spooled.
        return (await stage.RunAsync(version, member, new(upload.Path, name, annotator), progress: null, cancellation)).Succeeded(out var report, out fault)
            ? TypedResults.Ok(ImportAnswer.Of(report))
            : Refusal.Of(fault with { Place = fault.Place?.Replace(upload.Path, name, StringComparison.Ordinal) });
    }

    private static async Task<Results<JsonLines<Reject>, ProblemHttpResult>> RejectsAsync(
        string project, string id, ProjectStore projects, ImportStore imports, CancellationToken cancellation)
    {
        if ((await projects.FindAsync(project, cancellation)).Fault is { } unknown) return Refusal.Of(unknown);
        if (!(await imports.FindAsync(project, id, cancellation)).Succeeded(out var report, out var fault)) return Refusal.Of(fault);
        if (report.RejectFile is not { } file) return new JsonLines<Reject>(AsyncEnumerable.Empty<Reject>());
        return File.Exists(file)
            ? new JsonLines<Reject>(File.ReadLinesAsync(file, cancellation).Select(Json.Read<Reject>))
            : Refusal.Of(Fault.Unavailable("rejects-missing", "The file of rejected rows is not on this server's disk."));
    }
}
