using HybridAi.Learn.Evaluation;
using HybridAi.Learning.Routing;

namespace HybridAi.Serve.Routing;

/// <summary>How long walks take, against a limit: tiers are asked one after another, so their times add up.</summary>
internal sealed class RouteLatency(RoutingRows rows, double? limit)
{
    private const double Tail = 0.95;
    private readonly bool _measured = rows.Latencies!.Any(tier => tier.Any(time => time > 0));

    /// <summary>Whether a policy's walks keep within the limit, at the 95th percentile.</summary>
    public bool Keeps(PolicyFamily family, int place) => limit is null || P95(family, place) <= limit;

    /// <summary>Whether walks that ask all these tiers keep within the limit.</summary>
    public bool Keeps(int[] tiers)
        => limit is null || P95(Enumerable.Range(0, rows.Count), row => tiers.Sum(tier => rows.Latencies![tier][row])) <= limit;

    /// <summary>The 95th percentile of a policy's walks, in milliseconds; null where nothing was measured.</summary>
    public double? P95(PolicyFamily family, int place)
    {
        var ends = family.Outcomes[place];
        return _measured ? P95(Enumerable.Range(0, ends.Length), i => Time(ends[i].Asked, family.Judged[i])) : null;
    }

    private double Time(int asked, int row) => Enumerable.Range(0, rows.Tiers).Where(tier => (asked >> tier & 1) == 1).Sum(tier => rows.Latencies![tier][row]);

    private static double P95(IEnumerable<int> of, Func<int, double> time) => Percentile.Of([.. of.Select(time)], Tail);
}
