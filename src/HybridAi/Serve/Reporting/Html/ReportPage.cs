using System.Globalization;
using static HybridAi.Serve.Reporting.Html.HtmlText;

namespace HybridAi.Serve.Reporting.Html;

/// <summary>The three reports as one HTML file that needs nothing else: no script, plots as SVG, light and dark, fit for print.</summary>
public static class ReportPage
{
    private const string Style =
        """
        :root {
          color-scheme: light dark;
          --ground: #ffffff; --ink: #1d1c1a; --muted: #5c5952; --line: #dcd8cd; --accent: #17645e; --warn: #7a4b00; --bad: #a3271c;
        }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #121416; --ink: #ecebe7; --muted: #a9a69e; --line: #31363b; --accent: #74cabf; --warn: #f2c572; --bad: #ff9f92; }
        }
        @media print {
          :root { color-scheme: light; --ground: #ffffff; --ink: #000000; --muted: #444444; --line: #bbbbbb; --accent: #17645e; --warn: #7a4b00; --bad: #a3271c; }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 3rem; background: var(--ground); color: var(--ink);
          font: 1rem/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
        }
        h1 { font-size: 1.7rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; border-bottom: 2px solid var(--line); }
        p { margin: .35rem 0; }
        .muted { color: var(--muted); }
        .notes { color: var(--muted); font-size: .9rem; padding-left: 1.1rem; }
        .near, .forecast { color: var(--warn); font-weight: 600; }
        .exhausted { color: var(--bad); font-weight: 600; }
        .wide { overflow-x: auto; margin: .75rem 0; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        caption { text-align: left; font-weight: 600; padding: .25rem 0; }
        th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        .number { text-align: right; font-variant-numeric: tabular-nums; }
        figure { margin: .75rem 0; }
        figcaption { font-weight: 600; font-size: .9rem; }
        svg { display: block; width: 100%; height: auto; font-size: 12px; }
        svg text { fill: var(--ink); }
        .grid { stroke: var(--line); }
        .bar { fill: var(--accent); }
        .whisker { stroke: var(--accent); stroke-width: 2; }
        .dot { fill: var(--ground); stroke: var(--accent); stroke-width: 2.5; }
        .objective { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 5 4; }
        @media print {
          body { max-width: none; padding: 0; font-size: 10pt; }
          figure, tr { break-inside: avoid; }
          h2, caption { break-after: avoid; }
          .wide { overflow: visible; }
          svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }
        """;

    /// <summary>The file's text.</summary>
    public static string Write(ReportSet reports)
    {
        var (spending, latency, quality) = reports;
        var page = new HtmlText();
        var projects = spending.Projects.Count == 0 ? "no project" : string.Join(", ", spending.Projects);
        page.Raw("<!DOCTYPE html>").Raw("<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Element("title", $"Report: {projects}").Raw($"<style>{Style}</style></head><body><main>").Element("h1", $"Report: {projects}")
            .Raw($"<p class=\"muted\">{Escaped($"{Moment(spending.From) ?? "from the first"} to {Moment(spending.Until) ?? "the last"}, made {Moment(spending.MadeAt)} (UTC)")}</p>");
        Cost(page, spending);
        Latency(page, latency);
        Quality(page, quality);
        return page.Raw("</main></body></html>").ToString();
    }

    private static void Cost(HtmlText page, SpendingReport report)
    {
        page.Element("h2", "Cost").Element("p", $"Spent {Money(report.Total.CostUsd)} on {Count(report.Total.Count)} model calls.");
        foreach (var saving in report.Savings) page.Element("p", Sentence(saving));
        if (report.Forecast is { } month)
            page.Element("p", $"{month.Month} will have cost {Money(month.ExpectedUsd)} ({Money(month.LowerUsd)} to {Money(month.UpperUsd)}, 90 %); {Money(month.SpentUsd)} are spent.");
        foreach (var budget in report.Budgets)
        {
            var level = budget.Level.ToString().ToLowerInvariant();
            var (scope, period) = (budget.Scope.ToString().ToLowerInvariant(), budget.Period.ToString().ToLowerInvariant());
            var text = $"Budget of {scope} {budget.Name} for the {period}: {Money(budget.SpentUsd)} of {Money(budget.CapUsd)} spent. {budget.Reason}";
            page.Raw($"<p class=\"{level}\">{Escaped(text)}</p>");
        }

        page.Raw(SpendPlot.Of(report.ByDay));
        Bill(page, "By project", report.ByProject);
        Bill(page, "By tier (predictions)", report.ByTier);
        Bill(page, "By model", report.ByModel);
        Bill(page, "By purpose", report.ByPurpose);
        Bill(page, "By key", report.ByKey);
        Bill(page, "By tenant", report.ByTenant);
        Notes(page, report.Notes);
    }

    private static void Bill(HtmlText page, string caption, IReadOnlyList<SpendLine> lines) => page.Table(
        caption, ["name", "#count", "#cost", "#cost unknown"], lines.Select(line => new[] { line.Name, Count(line.Count), Money(line.CostUsd), Count(line.UnknownCosts) }));

    private static void Latency(HtmlText page, LatencyReport report)
    {
        page.Element("h2", "Latency").Element("p", $"Objective: {Percent(report.Objective.Share)} of predictions within {Milliseconds(report.Objective.WithinMs)}.")
            .Raw(LatencyPlot.Of(report))
            .Table(
                "By project, tier and model", ["project", "tier", "model", "#predictions", "#failed", "#not measured", "#p50", "#p95", "#p99", "#in time", "objective"],
                report.Lines.Select(line => new[]
                {
                    line.Project, line.Tier, Plot.Cut(line.Model), Count(line.Predictions), Count(line.Failed), Count(line.NotMeasured), Milliseconds(line.P50Ms),
                    Milliseconds(line.P95Ms), Milliseconds(line.P99Ms), Between(line.Attainment, line.AttainmentLower, line.AttainmentUpper),
                    line.Attained switch { true => "met", false => "missed", null => "unknown" },
                }));
        Notes(page, report.Notes);
    }

    private static void Quality(HtmlText page, QualityReport report)
    {
        page.Element("h2", "Quality").Raw(AccuracyPlot.Of(report))
            .Table(
                "By project and tier", ["project", "tier", "#decisions", "#answered", "#judged", "#coverage", "#accuracy", "#agreement with the reference"],
                report.ByProject.Concat(report.ByTier).Select(line => new[]
                {
                    line.Project, line.Tier ?? "all", Count(line.Decisions), Percent(line.AnsweredShare), Count(line.Judged), Percent(line.Coverage),
                    Between(line.Accuracy, line.AccuracyLower, line.AccuracyUpper), Between(line.Agreement, line.AgreementLower, line.AgreementUpper),
                }));
        Notes(page, report.Notes);
    }

    private static string Sentence(ProjectSaving saving)
    {
        var (project, estimate, audited) = saving;
        if (estimate.SavedUsd is not { } saved) return $"{project}: no prediction has both a known cost and a known reference cost, so nothing can be said of savings.";
        var verb = saved < 0 ? "lost" : "saved";
        var (cost, reference) = (Money(estimate.CostUsd), Money(estimate.ReferenceCostUsd));
        var sentence =
            $"{project}: {Count(estimate.Compared)} predictions cost {cost}; everything to the reference would have cost {reference}: {Money(Math.Abs(saved))} {verb}.";
        return audited is null
            ? sentence
            : $"{sentence} By {Count(audited.Audits)} audits the saving is {Money(audited.SavedUsd)} ({Money(audited.SavedLowerUsd)} to {Money(audited.SavedUpperUsd)}, 95 %).";
    }

    private static void Notes(HtmlText page, IReadOnlyList<string> notes)
    {
        page.Raw("<ul class=\"notes\">");
        foreach (var note in notes) page.Element("li", note);
        page.Raw("</ul>");
    }

    private static string? Moment(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
