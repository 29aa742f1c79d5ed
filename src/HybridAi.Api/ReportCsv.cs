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
