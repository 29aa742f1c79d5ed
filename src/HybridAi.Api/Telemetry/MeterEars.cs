using System.Diagnostics.Metrics;

namespace HybridAi.Api.Telemetry;

/// <summary>Listens to the meters of the product, the server and the runtime, and holds what they said since the start.</summary>
/// <remarks>
/// Written by hand over the framework's own listener: it needs no package, and hears nothing that it was not told to. Instruments of one name share a family,
/// so that each name is exposed once.
/// </remarks>
internal sealed class MeterEars : IDisposable
{
    private static readonly double[] DefaultSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly List<MetricFamily> _observed = [];

    public MeterEars()
    {
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, family) => Record((double)value, tags, family));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>What is known now, by name.</summary>
    public IReadOnlyList<MetricFamily> Collect()
    {
        lock (_gate)
        {
            foreach (var family in _observed) family.Clear();
            _listener.RecordObservableInstruments();
            return [.. _families.Values];
        }
    }

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (!TelemetryServices.Meters.Any(name => instrument.Meter.Name.StartsWith(name, StringComparison.Ordinal))) return;
        var what = What(instrument);
        var name = PrometheusText.NameOf(instrument.Name, instrument.Unit, what.Kind);
        lock (_gate)
        {
            if (!_families.TryGetValue(name, out var family))
            {
                _families[name] = family = new(name, what.Kind, instrument.Description ?? instrument.Name, what.Kind == MetricKind.Histogram ? Bounds(instrument) : []);
                if (instrument.IsObservable) _observed.Add(family);
            }

            listener.EnableMeasurementEvents(instrument, new Channel(family, what.Adds));
        }
    }

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var (family, adds) = (Channel)state!;
        var series = family.Of(tags);
        if (family.Kind == MetricKind.Histogram) series.Observe(value);
        else if (adds) series.Add(value);
        else series.Set(value);
    }

    private static (MetricKind Kind, bool Adds) What(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        if (type == typeof(Counter<>)) return (MetricKind.Counter, true);
        if (type == typeof(ObservableCounter<>)) return (MetricKind.Counter, false);
        if (type == typeof(Histogram<>)) return (MetricKind.Histogram, true);
        return (MetricKind.Gauge, type == typeof(UpDownCounter<>));
    }

    private static double[] Bounds(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => DefaultSeconds,
    };

    private sealed record Channel(MetricFamily Family, bool Adds);
}
