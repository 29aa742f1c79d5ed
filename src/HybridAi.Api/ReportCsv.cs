using System.Globalization;
using System.Text;
using HybridAi.Serve.Reporting;

namespace HybridAi.Api;

/// <summary>The cost report as a table: a line for every tier, labeller and model. An empty value is one that is not known.</summary>
internal static class ReportCsv
{
    public static string Write(CostReport report)
    {
        var table = new StringBuilder();
        Line(table, "account", "name", "count", "failed", "costUsd", "unknownCosts", "latencyP50Ms", "latencyP99Ms");
        foreach (var tier in report.Tiers)
            Line(table, "tier", tier.Tier, tier.Predictions, null, tier.CostUsd, tier.UnknownCosts, tier.LatencyP50Ms, tier.LatencyP99Ms);
        foreach (var labeller in report.Labelling)
            Line(table, "labelling", labeller.Labeller, labeller.Labelled + labeller.Failed, labeller.Failed, labeller.CostUsd, null, null, null);
        foreach (var model in report.ModelCalls)
            Line(table, "model", model.Model, model.Calls, model.Failed, model.CostUsd, model.UnknownCosts, null, null);
        Line(table, "saving", "reference", report.Saving.Compared, null, report.Saving.ReferenceCostUsd, report.Saving.NotCompared, null, null);
        Line(table, "saving", "saved", report.Saving.Compared, null, report.Saving.SavedUsd, report.Saving.NotCompared, null, null);
        return table.ToString();
    }

    /// <summary>The labelling report: a line for every run and week.</summary>
    public static string Write(LabellingReport report)
    {
        var table = new StringBuilder();
        Line(
            table, "part", "name", "labeller", "labelled", "failed", "costUsd", "unknownCosts", "reviewed", "corrected", "agreement", "agreementLower", "agreementUpper",
            "errorsPer100Doubt", "errorsPer100Random", "reviewMinutes", "untimedAnswers", "usdPerCorrected", "minutesPerCorrected");
        foreach (var run in report.Runs) Part("run", run);
        foreach (var week in report.Weeks) Part("week", week);
        return table.ToString();

        void Part(string kind, LabellingPart part) => Line(
            table, kind, part.Name, part.Labeller, part.Labelled, part.Failed, part.CostUsd, part.UnknownCosts, part.Reviewed, part.Corrected, part.Agreement,
            part.AgreementLower, part.AgreementUpper, Yield(part, "doubt"), Yield(part, "random"), part.ReviewMinutes, part.UntimedAnswers, part.UsdPerCorrected,
            part.MinutesPerCorrected);

        static double? Yield(LabellingPart part, string reason) => part.Queues.FirstOrDefault(queue => queue.Reason == reason)?.ErrorsPer100;
    }

    /// <summary>The spending report: a line for every part of the bill, saving, budget, and the forecast.</summary>
    public static string Write(SpendingReport report)
    {
        var table = new StringBuilder();
        Line(table, "part", "name", "count", "costUsd", "lowerUsd", "upperUsd", "unknown", "note");
        Part("total", [report.Total]);
        Part("project", report.ByProject);
        Part("purpose", report.ByPurpose);
        Part("model", report.ByModel);
        Part("key", report.ByKey);
        Part("tenant", report.ByTenant);
        Part("day", report.ByDay);
        Part("tier", report.ByTier);
        foreach (var (project, estimate, audited) in report.Savings)
        {
            Line(table, "reference", project, estimate.Compared, estimate.ReferenceCostUsd, null, null, estimate.NotCompared, estimate.Method);
            Line(table, "saved", project, estimate.Compared, estimate.SavedUsd, null, null, estimate.NotCompared, "");
            if (audited is null) continue;
            Line(table, "reference-audited", project, audited.Audits, audited.ReferenceCostUsd, audited.ReferenceLowerUsd, audited.ReferenceUpperUsd, null, "95 % interval");
            Line(table, "saved-audited", project, audited.Audits, audited.SavedUsd, audited.SavedLowerUsd, audited.SavedUpperUsd, null, "95 % interval");
        }

        if (report.Forecast is { } month) Line(table, "forecast", month.Month, month.Weeks, month.ExpectedUsd, month.LowerUsd, month.UpperUsd, null, SpendForecast.Method);
        foreach (var budget in report.Budgets)
        {
            var name = $"{budget.Scope} {budget.Name} {budget.Period}".ToLowerInvariant();
            Line(table, "budget", name, null, budget.SpentUsd, null, budget.CapUsd, null, $"{budget.Level.ToString().ToLowerInvariant()}: {budget.Reason}");
        }

        return table.ToString();

        void Part(string part, IReadOnlyList<SpendLine> lines)
        {
            foreach (var line in lines) Line(table, part, line.Name, line.Count, line.CostUsd, null, null, line.UnknownCosts, "");
        }
    }

    /// <summary>The latency report: a line for every project, tier and model.</summary>
    public static string Write(LatencyReport report)
    {
        var table = new StringBuilder();
        Line(
            table, "project", "tier", "model", "predictions", "failed", "notMeasured", "p50Ms", "p95Ms", "p99Ms", "withinMs", "share", "inTime", "attainment",
            "attainmentLower", "attainmentUpper", "attained");
        foreach (var line in report.Lines)
        {
            Line(
                table, line.Project, line.Tier, line.Model, line.Predictions, line.Failed, line.NotMeasured, line.P50Ms, line.P95Ms, line.P99Ms,
                report.Objective.WithinMs, report.Objective.Share, line.InTime, line.Attainment, line.AttainmentLower, line.AttainmentUpper,
                line.Attained switch { true => "true", false => "false", null => null });
        }

        return table.ToString();
    }

    /// <summary>The quality report: a line for every project, then one for each of its tiers.</summary>
    public static string Write(QualityReport report)
    {
        var table = new StringBuilder();
        Line(
            table, "project", "tier", "decisions", "answered", "audited", "judged", "coverage", "right", "accuracy", "accuracyLower", "accuracyUpper", "compared",
            "agreeing", "agreement", "agreementLower", "agreementUpper");
        foreach (var line in report.ByProject.Concat(report.ByTier))
        {
            Line(
                table, line.Project, line.Tier, line.Decisions, line.Answered, line.Audited, line.Judged, line.Coverage, line.Right, line.Accuracy, line.AccuracyLower,
                line.AccuracyUpper, line.Compared, line.Agreeing, line.Agreement, line.AgreementLower, line.AgreementUpper);
        }

        return table.ToString();
    }

    private static void Line(StringBuilder table, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0) table.Append(',');
            table.Append(Quoted(Convert.ToString(values[i], CultureInfo.InvariantCulture) ?? ""));
        }

        table.Append("\r\n");
    }

    private static string Quoted(string value)
        => value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
