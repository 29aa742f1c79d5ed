namespace HybridAi.Api.Telemetry;

/// <summary>One series: a number, or the buckets of a histogram. Written by many threads at once without a lock.</summary>
internal sealed class MetricSeries(KeyValuePair<string, object?>[] tags, double[] bounds)
{
    private readonly long[] _buckets = new long[bounds.Length + 1];
    private double _value;

    public IReadOnlyList<KeyValuePair<string, object?>> Tags => tags;

    /// <summary>The number; of a histogram the sum of what was measured.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>Measurements by bucket, each alone.</summary>
    public IEnumerable<long> Buckets => _buckets.Select((_, bucket) => Interlocked.Read(ref _buckets[bucket]));

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Add(double value)
    {
        for (var before = Volatile.Read(ref _value); ;)
        {
            var seen = Interlocked.CompareExchange(ref _value, before + value, before);
            // By its bits: a number that is none equals nothing, itself included.
            if (BitConverter.DoubleToInt64Bits(seen) == BitConverter.DoubleToInt64Bits(before)) return;
            before = seen;
        }
    }

    public void Observe(double value)
    {
        var bucket = Array.BinarySearch(bounds, value);
        Interlocked.Increment(ref _buckets[bucket >= 0 ? bucket : ~bucket]);
        Add(value);
    }
}
