using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace HybridAi.Api.Telemetry;

/// <summary>What a family's numbers mean.</summary>
internal enum MetricKind
{
    /// <summary>Only ever grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Measurements by bucket.</summary>
    Histogram,
}

/// <summary>All series of one name. A measurement whose tags are known finds its series without an allocation.</summary>
internal sealed class MetricFamily(string name, MetricKind kind, string help, double[] bounds)
{
    // What callers can name must not fill the memory: further series are counted together.
    private const int MostSeries = 2_000;

    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], MetricSeries> _series = new(SameTags.Instance);
    private readonly MetricSeries _overflow = new([new("overflow", "true")], bounds);
    private bool _overflowed;

    public string Name => name;

    public MetricKind Kind => kind;

    public string Help => help;

    public IReadOnlyList<double> Bounds => bounds;

    public IEnumerable<MetricSeries> Series => _overflowed ? _series.Values.Append(_overflow) : _series.Values;

    public MetricSeries Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var known = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        if (known.TryGetValue(tags, out var series)) return series;
        if (_series.Count >= MostSeries)
        {
            _overflowed = true;
            return _overflow;
        }

        var own = tags.ToArray();
        return _series.GetOrAdd(own, new MetricSeries(own, bounds));
    }

    /// <summary>Forgets its series: what is observed is observed anew each time.</summary>
    public void Clear() => _series.Clear();

    private sealed class SameTags
        : IEqualityComparer<KeyValuePair<string, object?>[]>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, KeyValuePair<string, object?>[]>
    {
        public static SameTags Instance { get; } = new();

        public bool Equals(KeyValuePair<string, object?>[]? one, KeyValuePair<string, object?>[]? other) => one is not null && other is not null && Equals(one.AsSpan(), other);

        public int GetHashCode([DisallowNull] KeyValuePair<string, object?>[] tags) => GetHashCode(tags.AsSpan());

        public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> one, KeyValuePair<string, object?>[] other)
        {
            if (one.Length != other.Length) return false;
            for (var place = 0; place < one.Length; place++)
                if (one[place].Key != other[place].Key || !Equals(one[place].Value, other[place].Value))
                    return false;
            return true;
        }

        public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var hash = 17;
            foreach (var (key, value) in tags) hash = unchecked((hash * 31 + key.GetHashCode(StringComparison.Ordinal)) * 31 + (value?.GetHashCode() ?? 0));
            return hash;
        }

        public KeyValuePair<string, object?>[] Create(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.ToArray();
    }
}
