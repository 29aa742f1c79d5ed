namespace HybridAi.Llm.Gateway;

/// <summary>The latency of recent calls against that of an unloaded provider.</summary>
internal sealed class LatencyTrend
{
    // A falling latency is believed quickly; a rising one slowly, since it may be the load itself.
    private const double Down = 0.5;
    private const double Up = 0.005;

    // Below this a difference is the machine's own noise and says nothing about the provider.
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(10);
    private double _sum;
    private double _unloaded;

    public int Count { get; private set; }

    public void Add(TimeSpan latency)
    {
        _sum += latency.TotalSeconds;
        Count++;
    }

    /// <summary>Ends the window: the share of its latency that was spent in the provider's queue, 0 to 1 (TCP Vegas).</summary>
    /// <param name="atLeast">Fewer calls than this say nothing and stay for the next window.</param>
    public double Close(int atLeast)
    {
        if (Count < atLeast) return 0;
        var mean = _sum / Count;
        (_sum, Count) = (0, 0);
        if (_unloaded == 0) _unloaded = mean;
        else _unloaded += (mean < _unloaded ? Down : Up) * (mean - _unloaded);
        return mean - _unloaded < Noise.TotalSeconds ? 0 : 1 - (_unloaded / mean);
    }

    /// <summary>Forgets the window: its calls were made under another limit.</summary>
    public void Drop() => (_sum, Count) = (0, 0);
}
