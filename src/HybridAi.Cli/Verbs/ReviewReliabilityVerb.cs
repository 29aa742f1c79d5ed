using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Review;
using HybridAi.Learning.Calibration;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai review reliability</c>: how far a labeller's confidences can be believed.</summary>
internal static class ReviewReliabilityVerb
{
    public static Command Create()
    {
        var (labeller, json) = (CommonOptions.Labeller(), CommonOptions.Json());
        return Verb.OverProject("reliability", "How a labeller's confidences compare with how often it is right.", async (stages, project, parsed, cancellation) =>
        {
            var outcome = await stages.Get<ReliabilityReports>().OfAsync(project.Definition, parsed.GetValue(labeller), cancellation);
            if (!outcome.Succeeded(out var report, out var fault)) return fault;
            Output.Table(
                $"{report.Labeller}: {Output.Count(report.Reviewed)} labels judged blind",
                ["confidence", "labels", "right", "calibration error", "Brier", "AUROC", "coverage at 0.95, 0.97, 0.99", "recalibrated: error, Brier"],
                report.Sources.Select(Row));
            if (report.Reviewed < Recalibration.Enough)
                Output.Line($"{Output.Count(Recalibration.Enough - report.Reviewed)} more labels judged blind, and confidences can be recalibrated.");
            return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);
        }, labeller, json);
    }

    private static IReadOnlyList<string> Row(SourceReliability source) =>
    [
        source.Source.ToString(), Output.Count(source.Rows), Output.Decimal(source.Accuracy), Output.Decimal(source.Ece), Output.Decimal(source.Brier),
        Output.Decimal(source.Auroc),
        source.CoverageAtPrecision is { } coverage ? string.Join(", ", coverage.Values.Select(Output.Percent)) : "unknown",
        source.Recalibrated is { } better ? $"{Output.Decimal(better.Ece)}, {Output.Decimal(better.Brier)} ({better.Kind})" : "unknown",
    ];
}
