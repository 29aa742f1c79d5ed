namespace HybridAi.Serve.Monitoring;

/// <summary>
/// Latencies by bucket, each 1.3 times as wide as the one before, from 50 µs to about two minutes. A quantile is off by at most 15 %: within its bucket
/// latencies are taken to lie evenly on a logarithmic scale.
/// </summary>
/// <param name="Counts">By bucket; the last holds what is longer.</param>
public sealed record LatencyHistogram(IReadOnlyList<long> Counts)
{
    private const double First = 50;
    private const double Step = 1.3;
    private const int Buckets = 57;

    /// <summary>Upper bounds of the buckets but the last, in microseconds.</summary>
    public static IReadOnlyList<long> BoundsMicros { get; } = [.. Enumerable.Range(0, Buckets - 1).Select(bucket => (long)Math.Round(First * Math.Pow(Step, bucket)))];

    /// <summary>How many there are.</summary>
    public long Count => Counts.Sum();

    /// <summary>Half are at most so long, in milliseconds; null without any.</summary>
    public double? P50Ms => QuantileMs(0.5);

    /// <summary>19 of 20 are at most so long, in milliseconds.</summary>
    public double? P95Ms => QuantileMs(0.95);

    /// <summary>99 of 100 are at most so long, in milliseconds.</summary>
    public double? P99Ms => QuantileMs(0.99);

    /// <summary>The bucket of a latency as SQL, over the column <c>latency_micros</c>.</summary>
    internal static string Sql { get; } = $"CASE {string.Concat(BoundsMicros.Select((bound, bucket) => $"WHEN latency_micros <= {bound} THEN {bucket} "))}ELSE {Buckets - 1} END";

    /// <summary>A histogram of these buckets.</summary>
    public static LatencyHistogram Of(IEnumerable<(long Bucket, long Count)> buckets)
    {
        var counts = new long[Buckets];
        foreach (var (bucket, count) in buckets) counts[bucket] += count;
        return new(counts);
    }

    private double? QuantileMs(double share)
    {
        if (Count == 0) return null;
        var (wanted, below) = (share * Count, 0L);
        for (var bucket = 0; bucket < Counts.Count; bucket++)
        {
            if (below + Counts[bucket] < wanted)
            {
                below += Counts[bucket];
                continue;
            }

            var upper = bucket < BoundsMicros.Count ? BoundsMicros[bucket] : BoundsMicros[^1] * Step;
            return upper / Step * Math.Pow(Step, (wanted - below) / Counts[bucket]) / 1_000;
        }

        return BoundsMicros[^1] / 1_000.0;
    }
}
