using HybridAi.Learning.Drift;
using HybridAi.Serve.Monitoring;

namespace HybridAi.Api.Web;

/// <summary>How the watch over traffic is told to people.</summary>
internal static class MonitoringWords
{
    public static string Of(AlertKind kind) => kind switch
    {
        AlertKind.InputDrift => "texts have drifted",
        AlertKind.PredictionDrift => "predictions have drifted",
        AlertKind.ConfidenceDrift => "confidence has drifted",
        AlertKind.Skew => "serving differs from training",
        _ => "a floor is broken",
    };

    public static string Of(DriftStatistic statistic) => statistic switch
    {
        DriftStatistic.KolmogorovSmirnov => "Kolmogorov–Smirnov",
        DriftStatistic.Wasserstein => "Wasserstein",
        DriftStatistic.ChiSquare => "chi-square",
        DriftStatistic.PopulationStability => "stability index",
        _ => "area of a classifier",
    };

    public static string Moment(DateTimeOffset at) => $"{at.UtcDateTime:d MMM HH:mm} UTC";

    public static string Millis(double? millis) => millis is { } known ? RouteWords.Time(TimeSpan.FromMilliseconds(known)) : "not measured";

    public static string Share(long part, long all) => all == 0 ? "none" : RouteWords.Share((double)part / all);

    /// <summary>A window's drift in a few words.</summary>
    public static string Drift(MonitoringWindow window) => window.Report.Drift is not { } drift ? "not compared" : drift.Alarm ? "drifted" : "no drift";

    /// <summary>How much speaks for drift: the more, the less likely the window is without it.</summary>
    public static double? Evidence(MonitoringWindow window) => window.Report.Drift is { } drift ? -Math.Log10(drift.PValue) : null;

    /// <summary>The evidence from which on there is an alarm, as of the newest window that was compared.</summary>
    public static double? Limit(IReadOnlyList<MonitoringWindow> series) => series.LastOrDefault(window => window.Report.Drift is not null)?.Report.Drift is { } drift ? -Math.Log10(drift.Level) : null;
}
