using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Serve.Reporting;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai report labelling</c>: what labelling and review came to, by run and by week.</summary>
internal static class LabellingReportVerb
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        return Verb.OverProject("labelling", "Labelling and review by run and week, and what review bought in the student.", async (stages, project, parsed, cancellation) =>
        {
            var report = await stages.Get<LabellingReports>().MakeAsync(project, cancellation);
            Show(report);
            return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);
        }, json);
    }

    private static void Show(LabellingReport report)
    {
        Table("run", report.Runs);
        Table("week", report.Weeks);
        if (report.Student is { } student)
        {
            Output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"Student of {student.Labeller}: {student.Before:P1} before review, {student.After:P1} after, difference {student.DifferenceLower:0.000} to {student.DifferenceUpper:0.000} (95 %), on {student.JudgedRows:N0} held-out reviewed rows; review changed {student.ChangedRows:N0} of {student.TrainingRows:N0} training labels."));
        }

        foreach (var note in report.Notes) Output.Line(note);
    }

    private static void Table(string title, IReadOnlyList<LabellingPart> parts)
        => Output.Table(
            $"By {title}", [title, "labeller", "labels", "cost", "reviewed", "corrected", "agreement", "errors per 100", "cost each", "minutes each"],
            parts.Select(part => new[]
            {
                part.Name, part.Labeller ?? "", Output.Count(part.Labelled), Output.Money(part.CostUsd), Output.Count(part.Reviewed), Output.Count(part.Corrected),
                part.Agreement is { } share ? $"{Output.Percent(share)} ({Output.Percent(part.AgreementLower!.Value)} to {Output.Percent(part.AgreementUpper!.Value)})" : "unknown",
                string.Join(", ", part.Queues.Select(queue => string.Create(CultureInfo.InvariantCulture, $"{queue.Reason} {queue.ErrorsPer100:0.0}"))),
                part.UsdPerCorrected is null ? "" : Output.Money(part.UsdPerCorrected),
                part.MinutesPerCorrected?.ToString("0.00", CultureInfo.InvariantCulture) ?? "",
            }));
}
