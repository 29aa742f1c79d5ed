using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Learn.Registry;
using HybridAi.Learn.Training;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai train</c>: a model from a dataset, judged by the gate.</summary>
internal static class TrainVerb
{
    public static Command Create()
    {
        var dataset = new Option<string?>("--dataset") { Description = "The dataset's hash, or how it begins (default: the newest).", HelpName = "HASH" };
        var trainer = new Option<string?>("--trainer") { Description = "Who trains (default: the one for the project's kind).", HelpName = "NAME" };
        var balance = new Option<bool>("--balance") { Description = "Let rare labels weigh as much as frequent ones." };
        var tolerance = new Option<double?>("--tolerance") { Description = "A number is judged right when no further than this from the true one (default: 0).", HelpName = "X" };
        tolerance.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is < 0 or double.NaN) result.AddError("--tolerance is not below 0.");
        });
        var seed = CommonOptions.Seed();
        return Verb.OverProject("train", "Train a model; the gate promotes or refuses it.", async (stages, project, parsed, cancellation) =>
        {
            var loaded = await stages.Get<DatasetStore>().LoadAsync(project.Definition.Name, parsed.GetValue(dataset), cancellation);
            if (!loaded.Succeeded(out var frozen, out var fault)) return fault;
            var settings = new TrainingSettings(parsed.GetValue(seed), parsed.GetValue(balance), parsed.GetValue(tolerance));
            var trained = await RunAsync(stages, project, frozen, parsed.GetValue(trainer), settings, cancellation);
            if (!trained.Succeeded(out var model, out fault)) return fault;
            Output.Line($"{model.Card.ShortHash}  {model.Stage}  {Output.Count(model.Card.TrainRows)} rows in {model.Card.TrainSeconds:0.00} s, {Output.Count(model.Card.Bytes)} bytes");
            if (frozen.Manifest.Scale is null)
            {
                Output.Table(
                    "On the reviewed test rows", ["", "accuracy", "macro-F1", "ECE"],
                    model.Card.Reports.Select(report => new[] { report.Name, Output.Percent(report.Accuracy), Output.Percent(report.MacroF1 ?? 0), Output.Decimal(report.Ece) }));
            }
            else
            {
                Output.Table(
                    "On the reviewed test rows", ["", FormattableString.Invariant($"within {settings.Tolerance ?? 0}"), "mean error"],
                    model.Card.Reports.Select(report => new[] { report.Name, Output.Percent(report.Accuracy), Output.Decimal(report.MeanError) }));
            }

            Output.Line(model.Card.Gate.Reason);
            return null;
        }, dataset, trainer, balance, tolerance, seed);
    }

    /// <summary>Trains with a bar.</summary>
    public static Task<Outcome<RegisteredModel>> RunAsync(
        Stages stages, ProjectVersion project, Dataset dataset, string? trainer, TrainingSettings settings, CancellationToken cancellation)
        => Progress.ShowAsync("train", display => stages.Get<TrainingStage>().RunAsync(
            project, dataset, trainer, settings, TrainingProgress(display), cancellation));

    public static IProgress<TrainingStep> TrainingProgress(IProgress<Step> display)
        => new StageProgress<TrainingStep>(display, step => new((long)(step.Done * 100), 100, Phase: step.Phase));
}
