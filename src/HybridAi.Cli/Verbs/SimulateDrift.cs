using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Ingestion;
using HybridAi.Serve.Monitoring;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai simulate drift</c>: days of traffic that drifts at a known hour, and when the watch says so.</summary>
internal static class SimulateDrift
{
    public static Command Create()
    {
        var defaults = new DriftSimulationSettings();
        var data = new Option<string>("--data") { Description = "Labelled texts: CSV, TSV or JSON lines.", Required = true, HelpName = "FILE" };
        var text = new Option<string>("--text") { Description = "The column of the text.", DefaultValueFactory = _ => "text", HelpName = "COLUMN" };
        var label = new Option<string>("--label") { Description = "The column of the label.", DefaultValueFactory = _ => "label", HelpName = "COLUMN" };
        var days = new Option<int>("--days") { Description = "How many days are played.", DefaultValueFactory = _ => defaults.Days, HelpName = "N" };
        var hours = new Option<int>("--hours") { Description = "Hours of a day.", DefaultValueFactory = _ => defaults.Hours, HelpName = "N" };
        var at = new Option<int>("--drift-at") { Description = "The hour from which on the traffic drifts; as many as a day has: never.", DefaultValueFactory = _ => defaults.DriftAt, HelpName = "HOUR" };
        var share = new Option<double>("--drift-share") { Description = "Share of the texts that are of labels the model never saw from then on.", DefaultValueFactory = _ => defaults.DriftShare, HelpName = "P" };
        var perHour = new Option<int>("--per-hour") { Description = "Texts of an hour.", DefaultValueFactory = _ => defaults.TextsAnHour, HelpName = "N" };
        var rate = new Option<double>("--alarm-rate") { Description = "Chance of any false alarm in a day, at most.", DefaultValueFactory = _ => defaults.AlarmRate, HelpName = "P" };
        var trailing = new Option<int>("--trailing") { Description = "The newest so many hours are also looked at together.", DefaultValueFactory = _ => defaults.Trailing, HelpName = "N" };
        var (seed, json) = (CommonOptions.Seed(), CommonOptions.Json());
        return Verb.Unstored("drift", "Play days of traffic that drifts at a known hour, and tell when it is found and how often in vain.", async (stages, parsed, cancellation) =>
        {
            var settings = new DriftSimulationSettings(
                parsed.GetValue(days), parsed.GetValue(hours), parsed.GetValue(at), parsed.GetValue(share), parsed.GetValue(perHour), parsed.GetValue(rate),
                parsed.GetValue(trailing), parsed.GetValue(seed));
            if (settings.Check() is { } wrong) return wrong;
            var read = await LabelledTextFile.ReadAsync(
                parsed.GetRequiredValue(data), parsed.GetRequiredValue(text), parsed.GetRequiredValue(label), null, stages.Get<IngestionOptions>(), cancellation);
            if (!read.Succeeded(out var rows, out var fault)) return fault;
            var outcome = await Progress.ShowAsync("simulate", display => stages.Get<DriftSimulation>().RunAsync(
                rows, settings, new StageProgress<DriftSimulationStep>(display, step => new(step.Done, step.Total, Phase: "hours of traffic")), cancellation));
            if (!outcome.Succeeded(out var report, out fault)) return fault;
            Show(report);
            return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);
        }, [data, text, label, days, hours, at, share, perHour, rate, trailing, seed, json]);
    }

    private static void Show(DriftSimulationReport report)
    {
        var settings = report.Settings;
        Output.Table($"{settings.Days} days of {settings.Hours} hours, drift of {Output.Percent(settings.DriftShare)} at hour {settings.DriftAt}", ["what", "figure"],
        [
            ["days on which the drift was found", $"{report.Found} of {settings.Days}"],
            ["delay, middle", report.MedianDelayHours is { } middle ? $"{middle:0.#} h" : "no drift"],
            ["delay, longest", report.LongestDelayHours is { } longest ? $"{longest} h" : "not found on every day"],
            ["false alarms", $"{report.FalseAlarms} of {Output.Count(report.UndriftedWindows)} windows without drift"],
            ["days with a false alarm", $"{report.FalseAlarmDays} of {settings.Days}, stated: at most {Output.Percent(settings.AlarmRate)}"],
            ["texts a window, reference, training", $"{report.Days[0].Hours[0].Texts}, {Output.Count(report.ReferenceRows)}, {Output.Count(report.TrainRows)}"],
        ]);
        Output.Line($"New from hour {settings.DriftAt} on: {string.Join(", ", report.NewLabels)}.");
    }
}
