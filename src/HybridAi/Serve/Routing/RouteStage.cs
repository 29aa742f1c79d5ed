using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;

namespace HybridAi.Serve.Routing;

/// <summary>
/// Asks every tier for the reviewed held-out rows, chooses the thresholds and saves the route; making it live is a step of its own. Answers go
/// into the labelling journal, so that choosing again asks only for what is not there yet.
/// </summary>
public sealed class RouteStage(LabellingStage labelling, LabelStore labels, RouteStore routes)
{
    private const int Concurrency = 8;

    /// <summary>Chooses a route.</summary>
    /// <param name="project">The project.</param>
    /// <param name="dataset">Its Calibration and Test rows are those that the route is chosen and judged on.</param>
    /// <param name="tiers">The tiers, the cheapest first, the reference last; opened on this dataset.</param>
    /// <param name="settings">What the route must hold.</param>
    /// <param name="progress">Told after each answered row of each tier.</param>
    /// <param name="cancellation">Stops asking; what was answered stays in the journal.</param>
    /// <returns>The saved route, or a fault: <c>tiers-missing</c>, <c>tier-twice</c>, or the refusal of a budget.</returns>
    public async Task<Outcome<StoredRoute>> RunAsync(
        ProjectVersion project, Dataset dataset, IReadOnlyList<Tier> tiers, RouteSettings settings, IProgress<LabellingProgress>? progress,
        CancellationToken cancellation)
    {
        if (tiers.Count == 0) return Fault.BadInput("tiers-missing", "A route needs at least one tier: name the reference.");
        if (tiers.GroupBy(tier => tier.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return Fault.BadInput("tier-twice", $"The tier '{twice.Key}' is named twice.");
        // One row a text: an exact duplicate is no further evidence.
        var held = dataset.Rows.Where(row => row.Reviewed && row.Split != Split.Train).DistinctBy(row => row.Text).ToList();
        var answers = new List<IReadOnlyDictionary<string, Label>>();
        foreach (var tier in tiers)
        {
            if (!(await AskAsync(project.Definition.Name, tier.Labeller, held, progress, cancellation)).Succeeded(out var labelled, out var fault)) return fault;
            answers.Add(labelled);
        }

        var asked = held.Where(row => answers.Any(tier => tier.ContainsKey(row.RecordId))).ToList();
        var rows = new RouteRows([.. tiers.Select(tier => tier.Name)], RowsOf(Split.Calibration), RowsOf(Split.Test));
        return await routes.SaveAsync(ToRoute(project, dataset, tiers, rows, RouteSearch.Choose(rows, settings)), cancellation);

        IReadOnlyList<RouteRow> RowsOf(Split split)
            => [.. asked.Where(row => row.Split == split).Select(row => new RouteRow(
                row.RecordId, row.Label, [.. answers.Select(tier => TierAnswer.Of(tier.GetValueOrDefault(row.RecordId)))]))];
    }

    private async Task<Outcome<IReadOnlyDictionary<string, Label>>> AskAsync(
        string project, ILabeller labeller, List<DatasetRow> held, IProgress<LabellingProgress>? progress, CancellationToken cancellation)
    {
        var ids = held.Select(row => row.RecordId).ToHashSet();
        var run = await labelling.RunAsync(project, labeller, record => ids.Contains(record.Id), Concurrency, progress, cancellation);
        return run.Fault is { } stopped ? stopped : Success.Of(await labels.OfVersionAsync(project, labeller, cancellation));
    }

    private static Route ToRoute(ProjectVersion project, Dataset dataset, IReadOnlyList<Tier> tiers, RouteRows rows, RouteChoice choice)
    {
        var byName = tiers.Index().ToDictionary(tier => tier.Item.Name, tier => (tier.Item.Labeller, Cost: CostOf(tier.Item, tier.Index)));
        var reference = byName[tiers[^1].Name];
        var steps = choice.Steps.Select(step => new RouteStep(
            step.Tier, byName[step.Tier].Labeller.Name, byName[step.Tier].Labeller.Version, step.Threshold, byName[step.Tier].Cost));
        var model = choice.Steps.Select(step => byName[step.Tier].Labeller).OfType<ModelLabeller>().FirstOrDefault();
        return new(
            project.Definition, project.Version, [.. steps], new(tiers[^1].Name, reference.Labeller.Name, reference.Labeller.Version, reference.Cost),
            model?.Version, dataset.Manifest.Hash, choice.Evidence);

        // Measured where it was measured, otherwise what the tier says of itself.
        decimal? CostOf(Tier tier, int index) => AnswerSheet.MeanCost(rows.Calibration, index) ?? tier.CostPerCallUsd;
    }
}
