using HybridAi.Cli.Terminal;

namespace HybridAi.Cli.Demo;

/// <summary>The demo's end: what came out of each stage, in the order of the stages.</summary>
internal static class DemoSummary
{
    public static void Show(DemoFigures figures)
    {
        Output.Line("");
        Output.Line($"{Output.Count(figures.Ingestion.Records)} support tickets, {figures.Dataset.Labels.Count} labels. Recorded answers stand in for the language models; a simulated reviewer knows the gold labels.");
        Output.Table("Labels against gold", ["labeller", "right", "mean confidence", "without label", "cost"], figures.Labels.Select(labels => new[]
        {
            labels.Labeller, Output.Percent(labels.Accuracy), Output.Percent(labels.MeanConfidence), Output.Count(labels.Failed), Output.Money(labels.CostUsd),
        }));
        Output.Line($"Reviewed {Output.Count(figures.Review.HeldOut)} held-out and the {Output.Count(figures.Review.Doubtful)} most doubtful other tickets; {Output.Count(figures.Review.Corrected)} labels of {figures.Labels[^1].Labeller} corrected.");
        Output.Table(
            $"Model {figures.Model.Hash[..8]} ({figures.Model.Stage.ToLowerInvariant()}): {Output.Count(figures.Model.TrainRows)} rows in {figures.Model.TrainSeconds:0.00} s, {Output.Count(figures.Model.Bytes)} bytes",
            ["on reviewed test tickets", "right", "macro-F1", "calibration error"],
            figures.Model.Reports.Select(report => new[] { report.Name, Output.Percent(report.Accuracy), Output.Percent(report.MacroF1!.Value), Output.Decimal(report.Ece) }));
        Output.Line($"Gate: {figures.Model.Gate.Reason}");

        var serving = figures.Serving;
        Output.Table($"Route {figures.Route.Summary}", ["tier", "answers", "cost", "p50", "p99"], serving.Report.Tiers.Select(tier => new[]
        {
            tier.Tier, Output.Percent(tier.Share), Output.Money(tier.CostUsd), Milliseconds(tier.LatencyP50Ms), Milliseconds(tier.LatencyP99Ms),
        }));
        foreach (var note in figures.Route.Evidence.Notes) Output.Line($"note: {note}");
        Output.Line($"{Output.Count(serving.Predictions)} test tickets along the route: {Output.Percent(serving.Accuracy)} right (large model alone: {Output.Percent(serving.ReferenceAccuracy)}), {Output.Money(serving.Report.Saving.CostUsd)} instead of {Output.Money(serving.Report.Saving.ReferenceCostUsd)}: {Saved(figures)} saved.");
        Output.Line($"Recorded answers have no latency: p50 and p99 are those of the tiers that ran here. All of it took {figures.ElapsedSeconds:0.0} s.");
        Output.Line("");
        Output.Line($"{figures.Documents.Documents} help-centre articles in {figures.Documents.Passages} passages, asked without any model:");
        foreach (var answer in figures.Documents.Answers)
        {
            Output.Line($"  {answer.Question}");
            Output.Line(answer.Refused ? $"    no answer: {answer.Text}" : $"    {answer.Text} [{string.Join(", ", answer.Sources.Select(source => source.Title).Distinct())}]");
        }

        Output.Line("");
        Output.Line("Next: serve this project and ask it something:");
        Output.Line("  dotnet run -c Release --project src/HybridAi.Cli -- serve --urls http://127.0.0.1:5080");
        Output.Line("and chat with the help centre at http://127.0.0.1:5080/chat, or");
        Output.Line($"  curl -s http://127.0.0.1:5080/v1/projects/{figures.Project}/predict -H 'content-type: application/json' -d '{{\"text\": \"The label printer prints blank pages\"}}'");
    }

    private static string Saved(DemoFigures figures) => figures.Serving.Report.Saving.SavedShare is { } share ? Output.Percent(share) : "an unknown share";

    private static string Milliseconds(double? value) => Output.Time(value is { } known ? TimeSpan.FromMilliseconds(known) : null);
}
