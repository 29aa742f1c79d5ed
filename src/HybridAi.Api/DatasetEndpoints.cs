using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>Which labels go into a dataset.</summary>
/// <param name="Labellers">Labellers whose proposals fill the training part where no person or file has spoken, the preferred one first.</param>
/// <param name="MinConfidence">A proposal below this confidence stays out.</param>
/// <param name="UseGold">Whether trusted labels that came with the files are used.</param>
/// <param name="AutoAccepted">Whether labels that stand accepted without a look teach.</param>
public sealed record FreezeRequest(
    IReadOnlyList<string>? Labellers = null, [property: Range(0.0, 1.0)] double MinConfidence = 0, bool UseGold = true, bool AutoAccepted = false);

/// <summary>Frozen, hashed, split snapshots: all that training sees.</summary>
internal static class DatasetEndpoints
{
    public static void MapDatasets(this RouteGroupBuilder v1)
    {
        var datasets = v1.MapGroup("/projects/{project}/datasets").WithTags("Datasets").Needs(Rights.Read);

        datasets.MapPost("/", FreezeAsync)
            .Needs(Rights.Review)
            .Audit("dataset.freeze")
            .WithSummary("Freeze a dataset")
            .WithDescription(
                """
                What is labelled now, split into train, calibration and test. Only reviewed rows enter calibration and test.
                The same labels give the same hash.
                """)
            .Refuses(404, 409, 503);

        datasets.MapGet("/", ListAsync)
            .WithSummary("List datasets")
            .WithDescription("The newest first.")
            .Refuses(404);

        datasets.MapGet("/{hash}", FindAsync)
            .WithSummary("Look at a dataset")
            .WithDescription("Its manifest: rows by part and by source. The beginning of the hash is enough.")
            .Refuses(404, 503);

        datasets.MapGet("/{hash}/rows", RowsAsync)
            .Needs(Rights.Review)
            .Audit("dataset.export", "hash")
            .WithSummary("Read a dataset's rows")
            .WithDescription("One JSON value a line. The beginning of the hash is enough.")
            .Refuses(404, 503);
    }

    private static async Task<Results<Created<DatasetManifest>, ProblemHttpResult>> FreezeAsync(
        string project, FreezeRequest request, ProjectStore projects, DatasetFreezer freezer, CancellationToken cancellation)
    {
        var found = await projects.FindAsync(project, cancellation);
        if (!found.Succeeded(out var version, out var fault)) return Refusal.Of(fault);
        var options = new FreezeOptions(request.Labellers ?? [], request.MinConfidence, request.UseGold, request.AutoAccepted);
        return (await freezer.FreezeAsync(version, options, cancellation)).Succeeded(out var dataset, out fault)
            ? TypedResults.Created($"/v1/projects/{project}/datasets/{dataset.Manifest.Hash}", dataset.Manifest)
            : Refusal.Of(fault);
    }

    private static async Task<Results<Ok<IReadOnlyList<DatasetManifest>>, ProblemHttpResult>> ListAsync(
        string project, ProjectStore projects, DatasetStore datasets, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? TypedResults.Ok(await datasets.ListAsync(project, cancellation))
            : Refusal.Of(unknown);

    private static async Task<Results<Ok<DatasetManifest>, ProblemHttpResult>> FindAsync(
        string project, string hash, ProjectStore projects, DatasetStore datasets, CancellationToken cancellation)
        => (await LoadAsync(project, hash, projects, datasets, cancellation)).Then<DatasetManifest>(dataset => dataset.Manifest).ToOk();

    private static async Task<Results<JsonLines<DatasetRow>, ProblemHttpResult>> RowsAsync(
        string project, string hash, ProjectStore projects, DatasetStore datasets, CancellationToken cancellation)
        => (await LoadAsync(project, hash, projects, datasets, cancellation)).Succeeded(out var dataset, out var fault)
            ? new JsonLines<DatasetRow>(dataset.Rows.ToAsyncEnumerable())
            : Refusal.Of(fault);

    private static async Task<Outcome<Dataset>> LoadAsync(
        string project, string hash, ProjectStore projects, DatasetStore datasets, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? await datasets.LoadAsync(project, hash, cancellation)
            : unknown;
}
