using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Learn.Evaluation;

namespace HybridAi.Serve.Routing;

/// <summary>
/// Asks every tier for the reviewed held-out rows, chooses the thresholds and saves the route; making it live is a step of its own. Answers go
/// into the labelling journal, so that choosing again asks only for what is not there yet.
/// </summary>
public sealed class RouteStage(LabellingStage labelling, LabelStore labels, RouteStore routes, RouteSlices slices)
{
    private const int Concurrency = 8;

    /// <summary>Chooses a route.</summary>
    /// <param name="project">The project.</param>
    /// <param name="dataset">Its Calibration and Test rows are those that the route is chosen and judged on.</param>
    /// <param name="tiers">The tiers, the cheapest first, the reference last; opened on this dataset.</param>
    /// <param name="settings">What the route must hold.</param>
    /// <param name="asked">Told after each answered row of each tier.</param>
    /// <param name="searched">Told how much of the search is done, 0 to 1.</param>
    /// <param name="cancellation">Stops asking; what was answered stays in the journal.</param>
    /// <returns>The saved route, or a fault: <c>tolerance-unfit</c>, <c>scale-too-fine</c>, <c>tiers-missing</c>, <c>tier-twice</c>, a slice's, or the refusal of a budget.</returns>
    public async Task<Outcome<StoredRoute>> RunAsync(
        ProjectVersion project, Dataset dataset, IReadOnlyList<Tier> tiers, RouteSettings settings, IProgress<LabellingProgress>? asked,
        IProgress<double>? searched, CancellationToken cancellation)
        => (await ChooseAsync(project, dataset, tiers, settings, asked, searched, cancellation)).Succeeded(out var route, out var fault)
            ? await routes.SaveAsync(route, cancellation)
            : fault;

    /// <summary>Chooses a route and keeps nothing of it but the tiers' answers.</summary>
    /// <inheritdoc cref="RunAsync"/>
    /// <returns>The route, or a fault as of <see cref="RunAsync"/>.</returns>
    public async Task<Outcome<Route>> ChooseAsync(
        ProjectVersion project, Dataset dataset, IReadOnlyList<Tier> tiers, RouteSettings settings, IProgress<LabellingProgress>? asked,
        IProgress<double>? searched, CancellationToken cancellation)
    {
        if (!RouteAnswers.Of(project.Definition, settings).Succeeded(out var possible, out var fault)) return fault;
        if (tiers.Count == 0) return Fault.BadInput("tiers-missing", "A route needs at least one tier: name the reference.");
        if (tiers.GroupBy(tier => tier.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return Fault.BadInput("tier-twice", $"The tier '{twice.Key}' is named twice.");
        // One row a text: an exact duplicate is no further evidence.
        var held = dataset.Rows.Where(row => row.Reviewed && row.Split != Split.Train).DistinctBy(row => row.Text).ToList();
        // Before anybody is paid.
        if (!(await slices.OfAsync(project.Definition, held, settings.SliceFields ?? [], cancellation)).Succeeded(out var inSlices, out fault)) return fault;
        var answers = new List<IReadOnlyDictionary<string, TierAnswer>>();
        foreach (var tier in tiers)
        {
            if (!(await AskAsync(project.Definition.Name, tier.Labeller, held, asked, cancellation)).Succeeded(out var labelled, out fault)) return fault;
            // Measured where it was measured, otherwise what the tier says of itself.
            answers.Add(labelled.ToDictionary(answer => answer.Key, answer => answer.Value with { CostUsd = answer.Value.CostUsd ?? tier.CostPerCallUsd }));
        }

        var answered = held.Where(row => answers.Any(tier => tier.ContainsKey(row.RecordId))).ToList();
        var rows = new RouteRows([.. tiers.Select(tier => tier.Name)], tiers.Count - 1, possible.Labels, RowsOf(Split.Calibration), RowsOf(Split.Test));
        var choice = await Task.Run(() => RouteSearch.Choose(rows, settings with { Tolerance = possible.Tolerance }, searched, cancellation), cancellation);
        return ToRoute(project, dataset, tiers, rows, choice);

        IReadOnlyList<RouteRow> RowsOf(Split split)
            => [.. answered.Where(row => row.Split == split).Select(row => new RouteRow(
                row.RecordId, row.Text, row.Label, [.. answers.Select(tier => tier.GetValueOrDefault(row.RecordId, TierAnswer.Of((Label?)null)))],
                inSlices.GetValueOrDefault(row.RecordId)))];
    }

    /// <summary>What a labeller answers to the rows, by record; out of the journal as far as it has answered before.</summary>
    internal async Task<Outcome<IReadOnlyDictionary<string, TierAnswer>>> AskAsync(
        string project, ILabeller labeller, IReadOnlyList<DatasetRow> held, IProgress<LabellingProgress>? progress, CancellationToken cancellation)
    {
        if (labeller is PersonLabeller person) return Success.Of(await person.RememberAsync(held, cancellation));
        // A model costs nothing and knows more than the journal keeps of its answers.
        if (labeller is ModelLabeller model)
        {
            var proposed = new Dictionary<string, TierAnswer>();
            foreach (var row in held)
            {
                var answer = TierAnswer.Of(await model.ProposeAsync(new(project, row.RecordId, row.Text), cancellation));
                // Its time differs from run to run, and a route's hash must not.
                proposed[row.RecordId] = answer with { Latency = null };
            }

            return proposed;
        }

        var ids = held.Select(row => row.RecordId).ToHashSet();
        var run = await labelling.RunAsync(project, labeller, record => ids.Contains(record.Id), Concurrency, progress, cancellation);
        if (run.Fault is { } stopped) return stopped;
        return (await labels.OfVersionAsync(project, labeller, cancellation)).ToDictionary(label => label.Key, label => TierAnswer.Of(label.Value));
    }

    private static Route ToRoute(ProjectVersion project, Dataset dataset, IReadOnlyList<Tier> tiers, RouteRows rows, RouteChoice choice)
    {
        var reference = tiers[rows.Reference];
        var steps = choice.Tiers.Index().Select(tier => new RouteStep(
            tiers[tier.Item].Name, tiers[tier.Item].Labeller.Name, tiers[tier.Item].Labeller.Version, choice.Policy.Main.StandsFrom(tier.Index), CostOf(tier.Item),
            LatencyOf(tier.Item)));
        var model = choice.Tiers.Select(tier => tiers[tier].Labeller).OfType<ModelLabeller>().FirstOrDefault();
        return new(
            project.Definition, project.Version, [.. steps], choice.Policy, choice.Labels,
            new(reference.Name, reference.Labeller.Name, reference.Labeller.Version, CostOf(rows.Reference)), model?.Version, dataset.Manifest.Hash, choice.Evidence);

        decimal? CostOf(int tier)
        {
            var known = rows.Calibration.Select(row => row.Answers[tier].CostUsd).OfType<decimal>().ToList();
            return known.Count == 0 ? tiers[tier].CostPerCallUsd : known.Average();
        }

        double? LatencyOf(int tier)
        {
            var known = rows.Calibration.Select(row => row.Answers[tier].Latency?.TotalMilliseconds).OfType<double>().ToList();
            return known.Count == 0 ? null : Percentile.Of(known, 0.95);
        }
    }
}
