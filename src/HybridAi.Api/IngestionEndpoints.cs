using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace HybridAi.Api;

/// <summary>One finished ingestion.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project.</param>
/// <param name="Source">The file's name.</param>
/// <param name="Profile">What was found in it: accepted + rejected + already there = rows.</param>
/// <param name="Rejects">Where the rejected rows can be read; null when there are none.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record IngestionAnswer(
    string Id, string Project, string Source, IngestionProfile Profile, string? Rejects, DateTimeOffset StartedAt, DateTimeOffset EndedAt)
{
    internal static IngestionAnswer Of(IngestionReport report) => new(
        report.Id, report.Project, report.Source, report.Profile,
        report.RejectFile is null ? null : $"/v1/projects/{report.Project}/ingestions/{report.Id}/rejects", report.StartedAt, report.EndedAt);
}

/// <summary>Files into records.</summary>
internal static class IngestionEndpoints
{
    private static readonly Dictionary<string, SourceFormat?> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text/csv"] = SourceFormat.Csv,
        ["text/tab-separated-values"] = SourceFormat.Tsv,
        ["application/x-ndjson"] = SourceFormat.JsonLines,
        ["application/jsonl"] = SourceFormat.JsonLines,
        ["application/octet-stream"] = null,
        ["multipart/form-data"] = null,
    };

    public static void MapIngestion(this RouteGroupBuilder v1)
    {
        var ingestions = v1.MapGroup("/projects/{project}/ingestions").WithTags("Ingestion").Needs(Rights.Read);

        ingestions.MapPost("/", IngestAsync)
            .Needs(Rights.Ingest)
            .Audit("records.ingest")
            .Accepts<IFormFile>("text/csv", ["text/tab-separated-values", "application/x-ndjson", "application/octet-stream", "multipart/form-data"])
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .WithSummary("Ingest a file")
            .WithDescription(
                """
                The file as the body, or as the first file of a multipart body. Good rows become records, bad ones can be read as rejects.
                Format, encoding and delimiter are found where they are not given.
                The same file again changes nothing, which is how an interrupted ingestion is resumed.
                """)
            .Refuses(404, 413, 415, 503);

        ingestions.MapGet("/", ListAsync)
            .WithSummary("List ingestions")
            .WithDescription("The newest first, each with its profile.")
            .Refuses(404);

        ingestions.MapGet("/{id}/rejects", RejectsAsync)
            .WithSummary("Read an ingestion's rejected rows")
            .WithDescription("One JSON value a line, with line, code and reason; empty when there are none.")
            .Refuses(404, 503);
    }

    private static async Task<Results<Ok<IngestionAnswer>, ProblemHttpResult>> IngestAsync(
        string project,
        [AsParameters] IngestionHints hints,
        HttpRequest request,
        ProjectStore projects,
        IngestionStage stage,
        HybridAiOptions options,
        CancellationToken cancellation)
    {
        var found = await projects.FindAsync(project, cancellation);
        if (!found.Succeeded(out var version, out var fault)) return Refusal.Of(fault);
        if (!Types.Keys.Any(request.IsOfType))
            return Refusal.UnsupportedType($"A file of type '{request.ContentType}' is not read here. Known: {string.Join(", ", Types.Keys)}.");

        if (hints.Wrong() is { } wrong) return Refusal.Of(wrong);

        var max = options.Ingestion.MaxFileBytes;
        await using var upload = await Upload.ReceiveAsync(request, Path.Combine(options.DataDirectory, "uploads"), max, cancellation);
        if (RefusalOf(upload.State, max) is { } refused) return refused;

        var source = hints.Source ?? upload.Name ?? "upload";
        var ingestion = hints.ToRequest(upload, source, Types);
        // The caller knows the file by its own name, not by where it was spooled.
        return (await stage.RunAsync(version.Definition, ingestion, progress: null, cancellation)).Succeeded(out var report, out fault)
            ? TypedResults.Ok(IngestionAnswer.Of(report))
            : Refusal.Of(fault with { Place = fault.Place?.Replace(upload.Path, source, StringComparison.Ordinal) });
    }

    internal static ProblemHttpResult? RefusalOf(UploadState state, long maxBytes) => state switch
    {
        UploadState.TooLarge => Refusal.TooLarge("file-too-large", $"The file is larger than {maxBytes:N0} bytes (HybridAi:Ingestion:MaxFileBytes)."),
        UploadState.NoFile => Refusal.Of(Fault.BadInput("file-missing", "The multipart body holds no file: name one in its Content-Disposition.")),
        UploadState.Broken => Refusal.Of(Fault.BadInput("multipart-broken", "The body is not the multipart body that its Content-Type promises.", "body")),
        UploadState.NotWritten => Refusal.Of(Fault.Unavailable("upload-not-written", "The file could not be spooled to the server's disk.")),
        _ => null,
    };

    private static async Task<Results<Ok<IReadOnlyList<IngestionAnswer>>, ProblemHttpResult>> ListAsync(
        string project, ProjectStore projects, IngestionStore ingestions, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? TypedResults.Ok<IReadOnlyList<IngestionAnswer>>([.. (await ingestions.ListAsync(project, cancellation)).Select(IngestionAnswer.Of)])
            : Refusal.Of(unknown);

    private static async Task<Results<JsonLines<Reject>, ProblemHttpResult>> RejectsAsync(
        string project, string id, ProjectStore projects, IngestionStore ingestions, CancellationToken cancellation)
    {
        if ((await projects.FindAsync(project, cancellation)).Fault is { } unknown) return Refusal.Of(unknown);
        var report = (await ingestions.ListAsync(project, cancellation)).FirstOrDefault(ingestion => ingestion.Id == id);
        if (report is null) return Refusal.Of(Fault.NotFound("ingestion-unknown", $"There is no ingestion '{id}' in '{project}'."));
        if (report.RejectFile is not { } file) return new JsonLines<Reject>(AsyncEnumerable.Empty<Reject>());
        return File.Exists(file)
            ? new JsonLines<Reject>(File.ReadLinesAsync(file, cancellation).Select(Json.Read<Reject>))
            : Refusal.Of(Fault.Unavailable("rejects-missing", "The file of rejected rows is not on this server's disk."));
    }
}
