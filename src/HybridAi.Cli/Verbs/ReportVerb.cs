using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Serve.Reporting;
using HybridAi.Serve.Reporting.Html;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai report</c>: what was spent, what it saved, how fast and how right it was.</summary>
internal static class ReportVerb
{
    public static Command Create()
    {
        var from = new Option<DateTimeOffset?>("--from") { Description = "Only from this moment on.", HelpName = "TIME" };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Only before this moment.", HelpName = "TIME" };
        var usual = new LatencyObjective();
        var within = new Option<double>("--within-ms")
        {
            Description = "Objective: an answer within so many milliseconds is in time.", DefaultValueFactory = _ => usual.WithinMs, HelpName = "MS",
        };
        var share = new Option<double>("--share")
        {
            Description = "Objective: so large a share of predictions shall be in time, 0 to 1.", DefaultValueFactory = _ => usual.Share, HelpName = "SHARE",
        };
        var html = new Option<string?>("--html") { Description = "Write all of it to this file as a page that needs nothing else.", HelpName = "FILE" };
        var json = CommonOptions.Json();
        const string description = "Cost, latency and quality, and what the route saved against everything to the reference.";
        var report = Verb.OverProject("report", description, async (stages, project, parsed, cancellation) =>
        {
            var objective = new LatencyObjective(parsed.GetValue(within), parsed.GetValue(share));
            if (Wrong(parsed.GetValue(from), parsed.GetValue(until), objective) is { } wrong) return wrong;
            var figures = await stages.Get<CostReports>().MakeAsync(project.Definition.Name, parsed.GetValue(from), parsed.GetValue(until), cancellation);
            Show(figures);
            var scope = new ReportScope([project.Definition.Name], parsed.GetValue(from), parsed.GetValue(until));
            var reports = await stages.Get<ReportPages>().MakeAsync(scope, objective, everyBudget: true, cancellation);
            ReportTables.Show(reports);
            if (await Output.WriteTextAsync(parsed.GetValue(html), ReportPage.Write(reports), "html-not-written", cancellation) is { } unwritten) return unwritten;
            return await Output.WriteJsonAsync(parsed.GetValue(json), figures, cancellation);
        }, from, until, within, share, html, json);
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

    private static Fault? Wrong(DateTimeOffset? from, DateTimeOffset? until, LatencyObjective objective)
    {
        if (from > until) return Fault.BadInput("period-empty", "'--from' is after '--until'.", "--from");
        if (!(objective.WithinMs > 0)) return Fault.BadInput("objective-invalid", "An objective is more than 0 milliseconds.", "--within-ms");
        return objective.Share is >= 0 and <= 1 ? null : Fault.BadInput("objective-invalid", "An objective's share lies between 0 and 1.", "--share");
    }

    private static string Milliseconds(double? value) => Output.Time(value is { } known ? TimeSpan.FromMilliseconds(known) : null);
}
