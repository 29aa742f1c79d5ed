using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Ingestion;
using HybridAi.Serve.Simulation;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai simulate</c>: how the product would do over time, played on recorded answers.</summary>
internal static class SimulateVerb
{
    public static Command Create() => Verb.Group("simulate", "Play a data set as if it came in one by one.", Stream(), SimulateDrift.Create());

    private static Command Stream()
    {
        var answers = new Option<string>("--answers") { Description = "Recorded answers with gold: the stream.", Required = true, HelpName = "FILE" };
        var teacher = new Option<string>("--teacher") { Description = "The model of the recorded answers that may be called.", Required = true, HelpName = "MODEL" };
        var shots = new Option<string>("--shots") { Description = "Labelled texts that the student begins with.", Required = true, HelpName = "FILE" };
        var text = new Option<string>("--text") { Description = "The shots' column of the text.", DefaultValueFactory = _ => "text", HelpName = "COLUMN" };
        var label = new Option<string>("--label") { Description = "The shots' column of the label.", DefaultValueFactory = _ => "label", HelpName = "COLUMN" };
        var dev = new Option<string?>("--dev") { Description = "Recorded answers on which the OCaTS rule, to compare with, finds its thresholds (default: it is left out).", HelpName = "FILE" };
        var lambdas = new Option<double[]>("--lambda")
        {
            Description = "Prices of a call in right answers.", DefaultValueFactory = _ => [0.05, 0.1, 0.2, 0.3], AllowMultipleArgumentsPerToken = true, HelpName = "P",
        };
        var accuracy = new Option<double>("--teacher-accuracy") { Description = "How often the teacher is taken to be right.", DefaultValueFactory = _ => 0.85, HelpName = "P" };
        var seeds = new Option<int>("--seeds") { Description = "How many orders of the stream are averaged.", DefaultValueFactory = _ => 5, HelpName = "N" };
        var every = new Option<int?>("--every") { Description = "Points of the curves lie so many texts apart (default: fifty points).", HelpName = "N" };
        var svg = new Option<string?>("--svg") { Description = "Draw accuracy and calls over time into this file.", HelpName = "FILE" };
        var (seed, json) = (CommonOptions.Seed(), CommonOptions.Json());
        return Verb.Unstored("stream", "Answer a stream with a student that learns from the calls of a teacher, and compare.", async (stages, parsed, cancellation) =>
        {
            var settings = new StreamSettings(
                parsed.GetRequiredValue(lambdas), parsed.GetValue(accuracy), parsed.GetValue(seeds), parsed.GetValue(seed), parsed.GetValue(every));
            if (settings.Check() is { } wrong) return wrong;
            var model = parsed.GetRequiredValue(teacher);
            var begin = await LabelledTextFile.ReadAsync(
                parsed.GetRequiredValue(shots), parsed.GetRequiredValue(text), parsed.GetRequiredValue(label), null, stages.Get<IngestionOptions>(), cancellation);
            if (!begin.Succeeded(out var known, out var fault)) return fault;
            if (!(await RowsAsync(parsed.GetRequiredValue(answers))).Succeeded(out var rows, out fault)) return fault;
            StreamRows? tuning = null;
            if (parsed.GetValue(dev) is { } file && !(await RowsAsync(file)).Succeeded(out tuning, out fault)) return fault;

            var outcome = await Progress.ShowAsync("simulate", display => stages.Get<StreamSimulation>().RunAsync(
                model, rows, tuning, settings, new StageProgress<StreamStep>(display, step => new(step.Done, step.Total, Phase: $"{step.Phase}, {step.Done} of {step.Total} streams")),
                cancellation));
            if (!outcome.Succeeded(out var report, out fault)) return fault;
            Show(report);
            return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation)
                   ?? await Output.WriteTextAsync(parsed.GetValue(svg), StreamChart.Draw(report), "svg-not-written", cancellation);

            Task<Outcome<StreamRows>> RowsAsync(string path) => StreamRows.ReadAsync(path, model, known, stages.Get<IngestionOptions>(), cancellation);
        }, [answers, teacher, shots, text, label, dev, lambdas, accuracy, seeds, every, seed, json, svg]);
    }

    private static void Show(StreamReport report)
    {
        Output.Table(
            $"{Output.Count(report.Rows)} texts, {report.Shots} shots, teacher {report.Teacher}, {report.Seeds} orders", ["λ", "who answers", "accuracy", "calls", "accuracy − λ · calls", "cost"],
            report.Prices.SelectMany(price => price.Ways.Select(way => new[]
            {
                price.Lambda.ToString(CultureInfo.InvariantCulture), way.Name, Figure(way.Accuracy), Output.Percent(way.CallShare.Mean), Figure(way.Discounted), Output.Money(way.CostUsd),
            })));
        if (report.LeftOut > 0) Output.Line($"{Output.Count(report.LeftOut)} rows were left out: {report.Teacher} has not answered them.");
    }

    private static string Figure(StreamFigure figure) => $"{Output.Decimal(figure.Mean)} ± {Output.Decimal(figure.Sd)}";
}
