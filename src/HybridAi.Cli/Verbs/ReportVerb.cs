using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Serve.Reporting;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai report</c>: what was spent, what it saved, how fast it was.</summary>
internal static class ReportVerb
{
    public static Command Create()
    {
        var from = new Option<DateTimeOffset?>("--from") { Description = "Only from this moment on.", HelpName = "TIME" };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Only before this moment.", HelpName = "TIME" };
        var json = CommonOptions.Json();
        var report = Verb.OverProject("report", "Cost and latency against everything to the reference.", async (stages, project, parsed, cancellation) =>
        {
            var figures = await stages.Get<CostReports>().MakeAsync(project.Definition.Name, parsed.GetValue(from), parsed.GetValue(until), cancellation);
            Show(figures);
            return await Output.WriteJsonAsync(parsed.GetValue(json), figures, cancellation);
        }, from, until, json);
        report.Add(LabellingReportVerb.Create());
        return report;
    }

    public static void Show(CostReport report)
    {
        Output.Table($"{Output.Count(report.Predictions)} predictions", ["tier", "share", "cost", "p50", "p99", "not measured"], report.Tiers.Select(tier => new[]
        {
            tier.Tier, Output.Percent(tier.Share), Output.Money(tier.CostUsd), Milliseconds(tier.LatencyP50Ms), Milliseconds(tier.LatencyP99Ms), Output.Count(tier.UnknownLatencies),
        }));
        var saving = report.Saving;
        Output.Line(saving.SavedShare is { } share
            ? $"cost {Output.Money(saving.CostUsd)}; everything to the reference would have cost {Output.Money(saving.ReferenceCostUsd)}: {Output.Percent(share)} saved on {Output.Count(saving.Compared)} predictions"
            : "No prediction has both a known cost and a known reference cost: nothing can be said of savings.");
        Output.Line(saving.Method);
        if (report.Degraded + report.Failed > 0) Output.Line($"degraded {Output.Count(report.Degraded)}, without an answer {Output.Count(report.Failed)}");
        foreach (var spending in report.Labelling)
            Output.Line($"labelling by {spending.Labeller}: {Output.Count(spending.Labelled)} labels, {Output.Count(spending.Failed)} failed, {Output.Money(spending.CostUsd)}");
    }

    private static string Milliseconds(double? value) => Output.Time(value is { } known ? TimeSpan.FromMilliseconds(known) : null);
}
