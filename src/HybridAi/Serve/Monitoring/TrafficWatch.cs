using HybridAi.Curate.Review;
using HybridAi.Learning.Drift;
using HybridAi.Serve.Routing;
using HybridAi.Serve.Succession;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Monitoring;

/// <summary>Looks at the traffic of a project: closes windows that are due, raises alerts, and hands doubtful and drifted texts to people.</summary>
/// <remarks>
/// Windows begin where the one before ended, and each has an equal part of the day's chance of a false alarm, so that over a day it is at most the rate of the
/// settings, whatever windows have in common. Texts of another model than the live one are left out: they belong to what came before, or to a candidate.
/// </remarks>
public sealed partial class TrafficWatch(
    ServedTextStore served, DriftReferences references, TrafficFigures traffic, WindowStore windows, AlertStore alerts, FloorMonitor floors, RouteStore routes, ReviewIntake people,
    ServeMetrics metrics, MonitoringOptions options, TimeProvider clock, ILogger<TrafficWatch> logger)
{
    /// <summary>Looks at one project.</summary>
    /// <returns>The window that was closed; null where none was due.</returns>
    public async Task<MonitoringWindow?> LookAsync(string project, CancellationToken cancellation)
    {
        foreach (var floor in await floors.ListAsync(project, cancellation))
            if (floor.BrokenAt >= clock.GetUtcNow() - TimeSpan.FromDays(1))
                await RaiseFloorAsync(project, floor, cancellation);
        if (!(await routes.LiveAsync(project, cancellation)).Succeeded(out var live, out _) || live.Definition.ModelHash is not { } model) return null;
        var (now, length) = (clock.GetUtcNow(), TimeSpan.FromMinutes(options.WindowMinutes));
        var last = await windows.ListAsync(project, 1, cancellation) is [var newest] ? newest : null;
        if (now - last?.EndedAt < length) return null;
        var since = last?.EndedAt ?? DateTimeOffset.MinValue;
        var before = last is null ? since : since - (options.TrailingWindows - 1) * length;
        var known = (await served.SinceAsync(project, before, cancellation)).Where(one => one.Model == model && one.At < now).ToList();
        var texts = known.Where(one => one.At >= since).ToList();
        if (texts.Count == 0 || now - texts[0].At < length && last is null) return null;
        var began = last?.EndedAt ?? texts[0].At;
        var seed = (int)(SeededChance.Of("window", project, model, began.ToString("O")) * int.MaxValue);
        var window = WindowCheck.Of(texts, options.MostTexts, seed);
        if (window.Count < options.LeastTexts) return null;
        var recent = WindowCheck.Of(known, options.MostTexts, seed);
        return await CloseAsync(project, model, (began, now), window, recent, DriftSettings.Over(options.WindowsADay, options.AlarmRate, seed), cancellation);
    }

    private async Task<MonitoringWindow?> CloseAsync(
        string project, string model, (DateTimeOffset Began, DateTimeOffset Ended) span, IReadOnlyList<ServedText> texts, IReadOnlyList<ServedText> recent, DriftSettings settings,
        CancellationToken cancellation)
    {
        var tiers = await traffic.OfAsync(project, span.Began, span.Ended, cancellation);
        var window = new MonitoringWindow(project, model, span.Began, span.Ended, new(texts.Count, tiers, null, null, null, 0));
        if (!(await references.FindAsync(project, model, cancellation)).Succeeded(out var watched, out var fault))
        {
            window = window with { Report = window.Report with { Note = fault.Reason } };
            await windows.AddAsync(window, [], cancellation);
            return window;
        }

        var found = await Task.Run(() => WindowCheck.Run(watched, texts, recent, settings, cancellation), cancellation);
        var findings = FindingsOf(model, found).ToList();
        string[] wanted = [.. found.Doubtful.Take(options.DoubtfulToReview), .. found.Drift.Alarm ? found.Drifted.Take(options.DriftedToReview) : []];
        window = window with { Report = window.Report with { Drift = found.Drift, Skew = found.Skew, ToReview = wanted.Distinct().Count() } };
        if (await windows.AddAsync(window, findings, cancellation) is not { } raised) return null;
        metrics.WindowClosed(project, found.Drift.PValue);
        foreach (var alert in raised) Log.Raised(logger, project, alert.Kind, alert.About, alert.Reason);
        if (wanted.Length > 0 && (await people.AskAsync(project, wanted, cancellation)).Fault is { } unasked) Log.NotAsked(logger, project, unasked.Code);
        return window;
    }

    private static IEnumerable<Finding> FindingsOf(string model, WindowFindings found)
    {
        foreach (var kind in found.Drift.Findings.Where(finding => finding.Drifted).GroupBy(finding => DriftColumns.KindOf(finding.Column)))
        {
            var worst = kind.MinBy(finding => finding.PValue)!;
            yield return new(kind.Key, model, FormattableString.Invariant(
                $"{worst.Column} of {found.Drift.Window} served texts differs from {found.Drift.Reference} of training: {worst.Statistic} {worst.Value:0.####}, alarm from {worst.Threshold:0.####} (p {worst.PValue:0.####})."));
        }

        if (found.Skew.Differing > 0)
            yield return new(AlertKind.Skew, model, $"{found.Skew.Differing} of {found.Skew.Compared} sampled texts were served another answer than the model gives.");
    }

    private async Task RaiseFloorAsync(string project, FloorVerdict floor, CancellationToken cancellation)
    {
        // Once: a floor that is broken stays so, and somebody who has taken note of it is not told again.
        if ((await alerts.ListAsync(project, open: false, int.MaxValue, cancellation)).Any(alert => alert.Kind == AlertKind.FloorBroken && alert.About == floor.Route)) return;
        if (await alerts.RaiseAsync(project, new(AlertKind.FloorBroken, floor.Route, floor.Reason), cancellation))
            Log.Raised(logger, project, AlertKind.FloorBroken, floor.Route, floor.Reason);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Alert for {Project}: {Kind} of {About}. {Reason}")]
        public static partial void Raised(ILogger logger, string project, AlertKind kind, string about, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Texts of {Project} could not be handed to people: {Code}")]
        public static partial void NotAsked(ILogger logger, string project, string code);
    }
}
