using HybridAi.Cli.Terminal;
using HybridAi.Serve.Reporting;

namespace HybridAi.Cli.Verbs;

/// <summary>The bill, the forecast, latency against its objective and quality, as tables.</summary>
internal static class ReportTables
{
    public static void Show(ReportSet reports)
    {
        Bill(reports.Spending);
        Latency(reports.Latency);
        Quality(reports.Quality);
        foreach (var note in reports.Spending.Notes.Concat(reports.Latency.Notes).Concat(reports.Quality.Notes)) Output.Line(note);
    }

    private static void Bill(SpendingReport report)
    {
        (string Part, IReadOnlyList<SpendLine> Lines)[] parts =
            [("purpose", report.ByPurpose), ("model", report.ByModel), ("key", report.ByKey), ("tenant", report.ByTenant), ("day", [.. report.ByDay.TakeLast(7)])];
        Output.Table(
            $"{Output.Count(report.Total.Count)} model calls, {Output.Money(report.Total.CostUsd)}", ["by", "name", "calls", "cost", "cost unknown"],
            parts.SelectMany(part => part.Lines.Select(line => new[]
            {
                part.Part, line.Name, Output.Count(line.Count), Output.Money(line.CostUsd), Output.Count(line.UnknownCosts),
            })));
        foreach (var saving in report.Savings)
        {
            if (saving.Audited is not { } audited) continue;
            var (lower, upper) = (Output.Money(audited.SavedLowerUsd), Output.Money(audited.SavedUpperUsd));
            Output.Line($"by {Output.Count(audited.Audits)} audits: {Output.Money(audited.SavedUsd)} saved ({lower} to {upper}, 95 %)");
        }

        if (report.Forecast is { } month)
            Output.Line($"{month.Month} will have cost {Output.Money(month.ExpectedUsd)} ({Output.Money(month.LowerUsd)} to {Output.Money(month.UpperUsd)}, 90 %)");
        foreach (var budget in report.Budgets)
        {
            var name = $"{budget.Scope.ToString().ToLowerInvariant()} {budget.Name} for the {budget.Period.ToString().ToLowerInvariant()}";
            Output.Line($"budget of {name}: {Output.Money(budget.SpentUsd)} of {Output.Money(budget.CapUsd)}. {budget.Reason}");
        }
    }

    private static void Latency(LatencyReport report) => Output.Table(
        $"{Output.Percent(report.Objective.Share)} within {report.Objective.WithinMs:0.###} ms", ["tier", "model", "predictions", "p50", "p95", "p99", "in time", "objective"],
        report.Lines.Select(line => new[]
        {
            line.Tier, line.Model.Length > 16 ? line.Model[..16] : line.Model, Output.Count(line.Predictions), Time(line.P50Ms), Time(line.P95Ms), Time(line.P99Ms),
            Between(line.Attainment, line.AttainmentLower, line.AttainmentUpper), line.Attained switch { true => "met", false => "missed", null => "unknown" },
        }));

    private static void Quality(QualityReport report) => Output.Table(
        "Quality by audits", ["tier", "decisions", "judged", "coverage", "accuracy", "agreement"], report.ByProject.Concat(report.ByTier).Select(line => new[]
        {
            line.Tier ?? "all", Output.Count(line.Decisions), Output.Count(line.Judged), line.Coverage is { } covered ? Output.Percent(covered) : "unknown",
            Between(line.Accuracy, line.AccuracyLower, line.AccuracyUpper), Between(line.Agreement, line.AgreementLower, line.AgreementUpper),
        }));

    private static string Between(double? value, double? lower, double? upper)
        => value is { } known ? $"{Output.Percent(known)} ({Output.Percent(lower!.Value)} to {Output.Percent(upper!.Value)})" : "unknown";

    private static string Time(double? milliseconds) => Output.Time(milliseconds is { } known ? TimeSpan.FromMilliseconds(known) : null);
}
