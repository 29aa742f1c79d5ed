using HybridAi.Cli.Terminal;
using HybridAi.Cli.Verbs;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Reporting;
using HybridAi.Serve.Routing;

namespace HybridAi.Cli.Demo;

/// <summary>
/// The main job from end to end on the sample data: every stage is the product's own. Started again it goes on where it stopped; labels that
/// stand are not asked for again.
/// </summary>
internal sealed class DemoRun(Stages stages, TimeProvider clock)
{
    private const string Lexical = "lexical";
    private const string Small = "recorded:small";
    private const string Large = "recorded:large";

    // 216 test and 216 calibration records can show that a route is at most so far below the reference, not less.
    private const double Margin = 0.03;

    public async Task<Outcome<DemoFigures>> RunAsync(CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        if (!ProjectFile.Read(DataFile("project.yaml")).Succeeded(out var definition, out var fault)) return fault;
        var project = await stages.Get<ProjectStore>().SaveAsync(definition, cancellation);
        if (!(await IngestAsync(definition, cancellation)).Succeeded(out var ingestion, out fault)) return fault;

        var records = await stages.Get<RecordStore>().ReadAsync(definition.Name, cancellation).ToListAsync(cancellation);
        var labels = new List<DemoLabels>();
        foreach (var labeller in (string[])[Lexical, Small, Large])
        {
            if (!(await LabelAsync(definition, labeller, records, cancellation)).Succeeded(out var labelled, out fault)) return fault;
            labels.Add(labelled);
        }

        if (!(await new DemoReviewer(stages, project, Large).RunAsync(records, cancellation)).Succeeded(out var review, out fault)) return fault;
        var frozen = await stages.Get<DatasetFreezer>().FreezeAsync(project, new([Large], UseGold: false), cancellation);
        if (!frozen.Succeeded(out var dataset, out fault)) return fault;

        var trained = await TrainVerb.RunAsync(stages, project, dataset, null, new(), cancellation);
        if (!trained.Succeeded(out var model, out fault)) return fault;
        IReadOnlyList<TierChoice> tiers =
        [
            new(TierNames.Classical, ModelLabeller.NameOf(model.Card.Hash)), new(TierNames.SmallLlm, Small), new(TierNames.LargeLlm, Large),
        ];
        if (!(await RouteSearchVerb.ChooseAsync(stages, project, dataset, tiers, new(Margin), cancellation)).Succeeded(out var chosen, out fault)) return fault;
        var route = await stages.Get<RouteStore>().SaveAsync(chosen, cancellation);
        if ((await stages.Get<RouteStore>().MakeLiveAsync(definition.Name, route.Hash, "chosen by the demo", cancellation)).Fault is { } notLive) return notLive;

        if (!(await ServeAsync(definition, records, cancellation)).Succeeded(out var serving, out fault)) return fault;
        if (!(await new DemoHelpCentre(stages).RunAsync(DataFile("help-centre"), cancellation)).Succeeded(out var documents, out fault)) return fault;
        return new DemoFigures(
            definition.Name, ingestion, labels, review, dataset.Manifest,
            new(model.Card.Hash, model.Stage.ToString(), model.Card.TrainRows, model.Card.TrainSeconds, model.Card.Bytes, model.Card.Gate, model.Card.Reports),
            new(route.Hash, route.Definition.ToString(), route.Definition.Evidence), serving, documents,
            clock.GetElapsedTime(started).TotalSeconds);
    }

    private static string DataFile(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    private async Task<Outcome<DemoIngestion>> IngestAsync(Project project, CancellationToken cancellation)
    {
        var ingested = await IngestVerb.RunAsync(stages, project, new(DataFile("tickets.jsonl"), IdColumn: "id"), cancellation);
        return ingested.Then<DemoIngestion>(report => new DemoIngestion(
            report.Profile.Rows, report.Profile.Accepted + report.Profile.AlreadyThere, report.Profile.Rejected, report.Profile.ExactDuplicates));
    }

    // Reviewed labels are kept from the lexical labeller here: its figure is what definitions alone are worth.
    private async Task<Outcome<DemoLabels>> LabelAsync(Project project, string name, IReadOnlyList<Record> records, CancellationToken cancellation)
    {
        if (!stages.Get<LabellerFamily>().Create(name, new(project, Reviewed: [])).Succeeded(out var labeller, out var fault)) return fault;
        await LabelVerb.RunAsync(stages, project.Name, labeller, concurrency: 8, LabellingStage.UsualAttempts, cancellation);
        var labels = await stages.Get<LabelStore>().OfVersionAsync(project.Name, labeller, cancellation);
        return new DemoLabels(
            name, labels.Values.Count(label => label.Value is not null), labels.Values.Count(label => label.Value is null), Accuracy(records, labels),
            labels.Values.Average(label => label.Confidence), labels.Values.Sum(label => label.CostUsd ?? 0));
    }

    private async Task<Outcome<DemoServing>> ServeAsync(Project project, IReadOnlyList<Record> records, CancellationToken cancellation)
    {
        var test = records.Where(record => SplitAssignment.Of(record.GroupHash, project.Split) == Split.Test).ToList();
        var from = clock.GetUtcNow();
        var answered = await Progress.ShowAsync("predict", async display =>
        {
            var outcome = await stages.Get<Predictor>().PredictAsync(
                project.Name, [.. test.Select(record => new PredictionRequest(record.Id, record.Text))], cancellation);
            display.Report(new(test.Count, test.Count));
            return outcome;
        });
        if (!answered.Succeeded(out var predictions, out var fault)) return fault;
        var right = predictions.Zip(test).Count(pair => pair.First.Label == pair.Second.Gold);
        var reference = await stages.Get<LabelStore>().NewestAsync(project.Name, Large, cancellation);
        var report = await stages.Get<CostReports>().MakeAsync(project.Name, from, null, cancellation);
        return new DemoServing(test.Count, (double)right / test.Count, Accuracy(test, reference), report);
    }

    private static double Accuracy(IReadOnlyList<Record> records, IReadOnlyDictionary<string, Label> labels)
        => (double)records.Count(record => labels.TryGetValue(record.DuplicateOf ?? record.Id, out var label) && label.Value == record.Gold) / records.Count;
}
