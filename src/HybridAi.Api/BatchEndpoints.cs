using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Jobs;
using HybridAi.Serve.Batch;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace HybridAi.Api;

/// <summary>Files answered whole.</summary>
internal static class BatchEndpoints
{
    private static readonly Dictionary<string, SourceFormat?> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text/csv"] = SourceFormat.Csv,
        ["text/tab-separated-values"] = SourceFormat.Tsv,
        [JsonLines<object>.ContentType] = SourceFormat.JsonLines,
        ["application/octet-stream"] = null,
        ["multipart/form-data"] = null,
    };

    public static void MapBatches(this RouteGroupBuilder v1)
    {
        var batches = v1.MapGroup("/projects/{project}/batches").WithTags("Batches").Needs(Rights.Predict);

        batches.MapPost("/", StartAsync)
            .Audit("batch.start")
            .Accepts<IFormFile>("text/csv", ["text/tab-separated-values", "application/x-ndjson", "application/octet-stream", "multipart/form-data"])
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .WithSummary("Predict a whole file")
            .WithDescription(
                """
                Hands in a job: every row of the file, CSV, TSV or JSON lines in UTF-8, along the route that is live now. The output holds the same rows in the same
                order with label, reliability, tier, model, route, cost and fault behind each.
                The job shows rows, rate, cost and time left, and goes on where it stopped after a restart of the server.
                """)
            .Refuses(404, 413, 415, 503);

        batches.MapGet("/", ListAsync)
            .Needs(Rights.Read)
            .WithSummary("List batches")
            .WithDescription("The newest first, with rows by tier and cost; those of the command line among them.")
            .Refuses(404);

        batches.MapGet("/{job}/output", OutputAsync)
            .WithSummary("Read a batch's output")
            .WithDescription("By the id of its job, once it is done.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .Refuses(404, 409);
    }

    private static async Task<Results<Accepted<Job>, ProblemHttpResult>> StartAsync(
        string project, [AsParameters] IngestionHints hints, [AsParameters] PayerHeaders headers, HttpRequest request, ProjectStore projects, BatchFolders folders, JobDesk jobs,
        HybridAiOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        if (!headers.Read().Succeeded(out var payer, out var fault)) return Refusal.Of(fault);
        if (!(await projects.FindAsync(project, cancellation)).Succeeded(out _, out fault)) return Refusal.Of(fault);
        if (!Types.Keys.Any(request.IsOfType))
            return Refusal.UnsupportedType($"A file of type '{request.ContentType}' is not read here. Known: {string.Join(", ", Types.Keys)}.");
        if (hints.Wrong() is { } wrong) return Refusal.Of(wrong);
        var max = options.Ingestion.MaxFileBytes;
        await using var upload = await Upload.ReceiveAsync(request, Path.Combine(options.DataDirectory, "uploads"), max, cancellation);
        if (IngestionEndpoints.RefusalOf(upload.State, max) is { } refused) return refused;

        var folder = BatchFolders.New(clock);
        Directory.CreateDirectory(Path.GetDirectoryName(folders.InputOf(folder))!);
        File.Move(upload.Path, folders.InputOf(folder));
        var source = hints.Source ?? upload.Name ?? "upload";
        var format = hints.ToRequest(upload, source, Types).Format;
        return (await jobs.SubmitAsync(project, BatchJob.KindName, new BatchArguments(folder, source, hints.Text, format, payer), cancellation)).ToAccepted();
    }

    private static async Task<Results<Ok<IReadOnlyList<StoredBatch>>, ProblemHttpResult>> ListAsync(
        string project, ProjectStore projects, BatchStore batches, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? TypedResults.Ok(await batches.ListAsync(project, cancellation))
            : Refusal.Of(unknown);

    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> OutputAsync(
        string project, string job, ProjectStore projects, JobDesk jobs, BatchFolders folders, CancellationToken cancellation)
    {
        if ((await projects.FindAsync(project, cancellation)).Fault is { } unknown) return Refusal.Of(unknown);
        if (!(await jobs.FindAsync(job, cancellation)).Succeeded(out var found, out var fault)) return Refusal.Of(fault);
        if (found.Project != project || found.Kind != BatchJob.KindName) return Refusal.Of(Fault.NotFound("batch-unknown", $"'{project}' has no batch '{job}'."));
        var folder = found.Arguments.GetProperty("folder").GetString()!;
        return found.State == JobState.Done && File.Exists(folders.OutputOf(folder))
            ? TypedResults.PhysicalFile(Path.GetFullPath(folders.OutputOf(folder)), "application/octet-stream", $"{found.Arguments.GetProperty("source").GetString()}.predicted")
            : Refusal.Of(Fault.Conflict("batch-not-done", $"The batch is {found.State.ToString().ToLowerInvariant()}: its output can be read once it is done."));
    }
}
