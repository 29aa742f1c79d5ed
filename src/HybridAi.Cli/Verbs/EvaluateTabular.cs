using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Ingestion;
using HybridAi.Learn.Evaluation;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai evaluate tabular</c>: what can be foretold from the columns of a table.</summary>
internal static class EvaluateTabular
{
    private const int CandidatesShown = 8;

    public static Command Create()
    {
        var train = new Option<string>("--train") { Description = "The file to train on: CSV, TSV or JSON lines.", Required = true, HelpName = "FILE" };
        var test = new Option<string?>("--test") { Description = "The file to judge on (default: held-out rows of the training file).", HelpName = "FILE" };
        var target = new Option<string>("--target") { Description = "The column to foretell.", Required = true, HelpName = "COLUMN" };
        var group = new Option<string?>("--group") { Description = "Never part rows of one value of this column; it is no input.", HelpName = "COLUMN" };
        var task = new Option<TabularTask>("--task")
        {
            Description = "What the target is; auto: a number where all are numbers of many values.", DefaultValueFactory = _ => TabularTask.Auto, HelpName = "TASK",
        };
        var leaveOut = new Option<string[]>("--leave-out")
        {
            Description = "Columns that are no input, such as what is known only afterwards.", AllowMultipleArgumentsPerToken = true, HelpName = "COLUMN",
        };
        var (seed, json, format) = (CommonOptions.Seed(), CommonOptions.Json(), new FormatOptions());
        return Verb.Unstored("tabular", "Train on the rows of a table and judge on rows that were never seen.", async (stages, parsed, cancellation) =>
        {
            var hints = format.Read(parsed);
            if (!(await ReadAsync(parsed.GetRequiredValue(train))).Succeeded(out var learning, out var fault)) return fault;
            TabularFile? judging = null;
            if (parsed.GetValue(test) is { } path && !(await ReadAsync(path)).Succeeded(out judging, out fault)) return fault;
            var settings = new TabularEvaluationSettings(
                parsed.GetRequiredValue(target), parsed.GetValue(group), parsed.GetValue(task), parsed.GetValue(leaveOut), parsed.GetValue(seed));
            var outcome = await Progress.ShowAsync("evaluate", display => Task.Run(() => stages.Get<TabularEvaluation>().Run(
                learning, judging, settings, new StageProgress<double>(display, done => new((long)(100 * done), 100, Phase: Output.Percent(done))), cancellation)));
            if (!outcome.Succeeded(out var report, out fault)) return fault;
            Show(report);
            return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);

            Task<Outcome<TabularFile>> ReadAsync(string file) => TabularFile.ReadAsync(file, hints, stages.Get<IngestionOptions>(), cancellation);
        }, [train, test, target, group, task, leaveOut, seed, json, .. format.All]);
    }

    private static void Show(TabularEvaluationReport report)
    {
        Output.Table($"{report.Task} on {Output.Count(report.Rows)} rows ({report.JudgedOn})", ["", ""],
        [
            .. report.Task == TabularTask.Classification ? Classification(report) : Regression(report),
            [$"{report.Cv.Metric} in cross-validation", $"{Output.Decimal(report.Cv.Mean)} ± {Output.Decimal(report.Cv.Sd)}"],
            [$"baseline: {report.Baseline.Name}", Output.Decimal(report.Baseline.Accuracy ?? report.Baseline.Mae)],
            ["training", $"{report.TrainSeconds:0.00} s"],
        ]);
        Output.Table("Candidates by cross-validated loss", ["trainer", "settings", "loss", "error", ""], report.Candidates.Take(CandidatesShown).Select(trial => new[]
        {
            trial.Trainer, string.Join(" ", trial.Settings.Select(setting => $"{setting.Key}={setting.Value}")), Output.Decimal(trial.Loss),
            Output.Decimal(trial.LossError), trial == report.Chosen ? "chosen" : "",
        }));
        foreach (var note in report.Notes) Output.Line(note);
        Output.Line(report.Gate.Reason);
    }

    private static IEnumerable<string[]> Classification(TabularEvaluationReport report) =>
    [
        ["accuracy", Output.Decimal(report.Accuracy)],
        ["AUC", Output.Decimal(report.Auc)],
        ["macro-F1", Output.Decimal(report.MacroF1)],
        ["log loss", Output.Decimal(report.LogLoss)],
        ["expected calibration error", Output.Decimal(report.Ece)],
    ];

    private static IEnumerable<string[]> Regression(TabularEvaluationReport report) =>
    [
        ["mean absolute error", Output.Decimal(report.Mae)],
        ["root mean squared error", Output.Decimal(report.Rmse)],
        ["R²", Output.Decimal(report.R2)],
        ["in the 80 %, 90 % interval", $"{Output.Percent(report.Coverage80!.Value)}, {Output.Percent(report.Coverage90!.Value)}"],
    ];
}
