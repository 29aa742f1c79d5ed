using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Review;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai evaluate label-errors</c>: which labels of a file are likely wrong.</summary>
internal static class EvaluateLabelErrors
{
    private const int Shown = 10;

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "A CSV, TSV or JSON lines file of labelled texts.", Required = true, HelpName = "FILE" };
        var text = new Option<string>("--text") { Description = "The column of the text.", DefaultValueFactory = _ => "text", HelpName = "COLUMN" };
        var label = new Option<string>("--label") { Description = "The column of the label that is doubted.", DefaultValueFactory = _ => "label", HelpName = "COLUMN" };
        var truth = new Option<string?>("--truth") { Description = "The column of the right label, to compare with at the end.", HelpName = "COLUMN" };
        var votes = new Option<string[]>("--votes") { Description = "Columns of further labellers' labels.", AllowMultipleArgumentsPerToken = true, HelpName = "COLUMN" };
        var (seed, json, format) = (CommonOptions.Seed(), CommonOptions.Json(), new FormatOptions());
        return Verb.Unstored("label-errors", "Find the labels of a file that are likely wrong.", async (stages, parsed, cancellation) =>
        {
            var hints = format.Read(parsed);
            var given = await ColumnAsync(parsed.GetRequiredValue(label));
            if (!given.Succeeded(out var rows, out var fault)) return fault;
            IReadOnlyList<LabelledText>? right = null;
            if (parsed.GetValue(truth) is { } column && !(await ColumnAsync(column)).Succeeded(out right, out fault)) return fault;
            var further = new Dictionary<string, IReadOnlyList<string?>>();
            foreach (var name in parsed.GetValue(votes) ?? [])
            {
                if (!(await ColumnAsync(name)).Succeeded(out var said, out fault)) return fault;
                further[name] = [.. said.Select(row => row.Label)];
            }

            var read = new EvaluatedRows(
                [.. rows.Select(row => row.Text)], [.. rows.Select(row => row.Label)], right is null ? null : [.. right.Select(row => row.Label)], further,
                new double?[rows.Count], null, [.. rows.Select(row => row.Line)]);
            var outcome = await Progress.ShowAsync("evaluate", display => stages.Get<LabelErrorEvaluation>().RunAsync(
                read, parsed.GetValue(seed), Steps(display), cancellation));
            if (!outcome.Succeeded(out var report, out fault)) return fault;
            Show(report);
            return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);

            Task<Outcome<IReadOnlyList<LabelledText>>> ColumnAsync(string of) => LabelledTextFile.ReadAsync(
                parsed.GetRequiredValue(data), parsed.GetRequiredValue(text), of, hints, stages.Get<IngestionOptions>(), cancellation);
        }, [data, text, label, truth, votes, seed, json, .. format.All]);
    }

    public static IProgress<ReviewEvaluationStep> Steps(IProgress<Step> display)
        => new StageProgress<ReviewEvaluationStep>(display, step => new(step.Done, step.Total, Phase: step.Phase));

    private static void Show(LabelErrorReport report)
    {
        Output.Table("Label errors", ["", ""],
        [
            ["labels", Output.Count(report.Rows)],
            ["taken for wrong", Output.Count(report.Flagged)],
            .. report.AveragePrecision is null ? Array.Empty<string[]>() :
            [
                ["of these are wrong", Output.Decimal(report.Precision)],
                ["of the wrong are these", Output.Decimal(report.Recall)],
                ["average precision", Output.Decimal(report.AveragePrecision)],
                ["AUROC", Output.Decimal(report.Auroc)],
            ],
            .. (report.FoundAt ?? new Dictionary<string, double>()).Select(pair => new[]
            {
                $"reviewing {pair.Key} finds", $"{Output.Percent(pair.Value)}, then {Output.Decimal(report.AccuracyAfterReviewAt![pair.Key])} are right",
            }),
        ]);
        foreach (var flagged in report.MostDoubtful.Take(Shown))
        {
            var strongest = flagged.Parts.OrderByDescending(part => part.Value).Take(3).Select(part => part.Key);
            Output.Line($"line {flagged.Line}  {flagged.Label}  wrong with {Output.Percent(flagged.Doubt)}: {string.Join(", ", strongest)}");
        }
    }
}
