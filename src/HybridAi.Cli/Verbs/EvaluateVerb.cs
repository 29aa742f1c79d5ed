using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Ingestion;
using HybridAi.Learn.Evaluation;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai evaluate</c>: the product's own stages on files, before anything is set up.</summary>
internal static class EvaluateVerb
{
    public static Command Create() => Verb.Group(
        "evaluate", "Try it on your own files: figures before a server.", Text(), EvaluateTabular.Create(), EvaluateAnnotatorsVerb.Create(), EvaluateLabelErrors.Create(), EvaluateLabelling.Create(),
        EvaluateRetrieval.Create(), EvaluateRouting.Create(), EvaluateAnswers.Create(), EvaluateAnswerWeights.Create(), EvaluateInjection.Create());

    private static Command Text()
    {
        var train = new Option<string>("--train") { Description = "The file to train on: CSV, TSV or JSON lines.", Required = true, HelpName = "FILE" };
        var test = new Option<string>("--test") { Description = "The file to judge on.", Required = true, HelpName = "FILE" };
        var text = new Option<string>("--text") { Description = "The column of the text.", DefaultValueFactory = _ => "text", HelpName = "COLUMN" };
        var label = new Option<string>("--label") { Description = "The column of the label.", DefaultValueFactory = _ => "label", HelpName = "COLUMN" };
        var perClass = new Option<int?>("--per-class") { Description = "Train on so many rows of each label only.", HelpName = "N" };
        var (seed, json, format) = (CommonOptions.Seed(), CommonOptions.Json(), new FormatOptions());
        return Verb.Unstored("text", "Train a text classifier on one file and judge it on another.", async (stages, parsed, cancellation) =>
        {
            var (textColumn, labelColumn, hints) = (parsed.GetRequiredValue(text), parsed.GetRequiredValue(label), format.Read(parsed));
            var trainRows = await ReadAsync(parsed.GetRequiredValue(train));
            if (!trainRows.Succeeded(out var learning, out var fault)) return fault;
            var testRows = await ReadAsync(parsed.GetRequiredValue(test));
            if (!testRows.Succeeded(out var judging, out fault)) return fault;
            var settings = new TextEvaluationSettings(parsed.GetValue(seed), parsed.GetValue(perClass));
            var outcome = await Progress.ShowAsync("evaluate", display => stages.Get<TextEvaluation>().RunAsync(
                learning, judging, settings, TrainVerb.TrainingProgress(display), cancellation));
            if (!outcome.Succeeded(out var report, out fault)) return fault;
            Show(report);
            return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);

            Task<Outcome<IReadOnlyList<LabelledText>>> ReadAsync(string file)
                => LabelledTextFile.ReadAsync(file, textColumn, labelColumn, hints, stages.Get<IngestionOptions>(), cancellation);
        }, [train, test, text, label, perClass, seed, json, .. format.All]);
    }

    private static void Show(TextEvaluationReport report)
    {
        Output.Table("Text classifier", ["", ""],
        [
            ["accuracy", Output.Decimal(report.Accuracy)],
            ["macro-F1", Output.Decimal(report.MacroF1)],
            ["log loss", Output.Decimal(report.LogLoss)],
            ["expected calibration error", Output.Decimal(report.Ece)],
            ["training", $"{report.TrainSeconds:0.00} s"],
            ["model", $"{Output.Count(report.ModelBytes)} bytes"],
            ["prediction p50, p99", $"{report.PredictMicrosP50:0.0} µs, {report.PredictMicrosP99:0.0} µs"],
            [$"best baseline: {report.Baseline.Name}", Output.Decimal(report.Baseline.Accuracy)],
            .. report.OutOfScope is { } scope
                ? new[] { new[] { "out of scope refused", Output.Percent(scope.Recall) }, ["in scope right", Output.Percent(scope.InScopeAccuracy)] }
                : [],
        ]);
        Output.Line(report.Gate.Reason);
    }
}
