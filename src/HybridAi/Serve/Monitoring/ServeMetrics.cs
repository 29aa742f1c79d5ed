using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace HybridAi.Serve.Monitoring;

/// <summary>
/// What serving tells whoever listens. The tags of a series are made once, and then a prediction costs a look-up and three additions, without an allocation.
/// Projects are named, texts and labels never.
/// </summary>
public sealed class ServeMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "HybridAi.Serve";

    // Names of projects and models come from people: a bound keeps the tags from growing without end.
    private const int MostSeries = 10_000;
    private static readonly double[] Seconds = [.. Enumerable.Range(0, 18).Select(power => 0.0001 * Math.Pow(2, power))];

    private readonly Meter _meter = new(Name);
    private readonly ConcurrentDictionary<Key, KeyValuePair<string, object?>[]> _tags = new();
    private readonly Counter<long> _predictions;
    private readonly Counter<double> _cost;
    private readonly Histogram<double> _duration;
    private readonly Gauge<double> _drift;
    private readonly Gauge<long> _alerts;

    /// <summary>The instruments.</summary>
    public ServeMetrics()
    {
        _predictions = _meter.CreateCounter<long>("hybridai.predictions", "{prediction}", "Predictions, by the tier whose answer stood and by what came of them.");
        _cost = _meter.CreateCounter<double>("hybridai.prediction.cost", "USD", "What predictions cost, as far as known.");
        _duration = _meter.CreateHistogram(
            "hybridai.prediction.duration", "s", "How long the tiers of a prediction took.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        _drift = _meter.CreateGauge<double>(
            "hybridai.monitoring.drift.p_value", description: "How likely at most the newest window of a project is where nothing has drifted.");
        _alerts = _meter.CreateGauge<long>("hybridai.monitoring.alerts.open", "{alert}", "Alerts of a project that nobody has taken note of.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>A text was answered, or was not.</summary>
    internal void Predicted(string project, Prediction.Prediction answer)
    {
        if (!_predictions.Enabled) return;
        var key = new Key(project, answer.Versions.Model, answer.Tier, answer.Fault?.Code ?? answer.Degraded?.Code);
        if (!_tags.TryGetValue(key, out var tags))
        {
            if (_tags.Count >= MostSeries) return;
            tags = _tags.GetOrAdd(key, TagsOf);
        }

        _predictions.Add(1, tags);
        if (answer.CostUsd is { } cost and > 0) _cost.Add((double)cost, tags);
        if (answer.Latency is { } latency) _duration.Record(latency.TotalSeconds, tags);
    }

    /// <summary>A window was looked at.</summary>
    internal void WindowClosed(string project, double chance) => _drift.Record(chance, new KeyValuePair<string, object?>("project", project));

    /// <summary>A project has so many open alerts.</summary>
    internal void AlertsOpen(string project, long alerts) => _alerts.Record(alerts, new KeyValuePair<string, object?>("project", project));

    private static KeyValuePair<string, object?>[] TagsOf(Key key) =>
    [
        new("project", key.Project), new("model", key.Model is { } model ? model[..Math.Min(8, model.Length)] : "none"), new("tier", key.Tier ?? "none"), new("outcome", key.Outcome ?? "ok"),
    ];

    private readonly record struct Key(string Project, string? Model, string? Tier, string? Outcome);
}
