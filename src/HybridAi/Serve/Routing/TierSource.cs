using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Learn.Registry;

namespace HybridAi.Serve.Routing;

/// <summary>Opens a labeller by name, for the project as a route knows it and with the reviewed texts of the dataset of this hash.</summary>
public delegate Task<Outcome<ILabeller>> OpenLabeller(Project project, string datasetHash, string labeller, CancellationToken cancellation);

/// <summary>
/// Where the labellers of tiers come from: <c>model:HASH</c> out of the registry, <c>person</c> out of Review, all others out of their family. Labellers that learn from
/// reviewed texts get those of the dataset's training part only, so that no tier has seen the rows that a route is chosen or judged on.
/// </summary>
public sealed class TierSource(
    LabellerFamily labellers, DatasetStore datasets, ModelRegistry registry, ModelFile files, ReviewIntake intake, AnnotationStore annotations, TimeProvider clock)
{
    private const string ForPrediction = "prediction";
    private const string ForRouting = "routing";
    private const string ForAudits = "audit";

    /// <summary>Opens a labeller that answers requests; an <see cref="OpenLabeller"/>.</summary>
    public Task<Outcome<ILabeller>> OpenAsync(Project project, string datasetHash, string labeller, CancellationToken cancellation)
        => OpenAsync(project, datasetHash, labeller, ForPrediction, cancellation);

    /// <summary>Opens the same labeller for choosing a route on: the ledger tells what that costs from what predictions cost.</summary>
    public Task<Outcome<ILabeller>> OpenForRoutingAsync(Project project, string datasetHash, string labeller, CancellationToken cancellation)
        => OpenAsync(project, datasetHash, labeller, ForRouting, cancellation);

    /// <summary>Opens the same labeller for audits; an <see cref="OpenLabeller"/>.</summary>
    public Task<Outcome<ILabeller>> OpenForAuditsAsync(Project project, string datasetHash, string labeller, CancellationToken cancellation)
        => OpenAsync(project, datasetHash, labeller, ForAudits, cancellation);

    private async Task<Outcome<ILabeller>> OpenAsync(
        Project project, string datasetHash, string labeller, string purpose, CancellationToken cancellation)
    {
        if (labeller.StartsWith(ModelLabeller.Prefix, StringComparison.Ordinal))
            return await OpenModelAsync(project.Name, labeller[ModelLabeller.Prefix.Length..], cancellation);
        if (labeller == PersonLabeller.MemberName) return new PersonLabeller(project, intake, annotations, clock);
        var dataset = await datasets.LoadAsync(project.Name, datasetHash, cancellation);
        return dataset.Then(found => labellers.Create(labeller, new(project, [.. Reviewed(found)], Purpose: purpose, Measures: purpose == ForRouting)));
    }

    private async Task<Outcome<ILabeller>> OpenModelAsync(string project, string hash, CancellationToken cancellation)
    {
        if (!(await registry.FindAsync(project, hash, cancellation)).Succeeded(out var registered, out var unknown)) return unknown;
        var model = await files.LoadAsync(registered.Card, cancellation);
        return model.Then(loaded => Success.Of<ILabeller>(new ModelLabeller(registered.Card, loaded, clock)));
    }

    private static IEnumerable<ReviewedText> Reviewed(Dataset dataset)
        => dataset.Of(Split.Train).Where(row => row.Reviewed).Select(row => new ReviewedText(row.Text, row.Label));
}
