using HybridAi.Llm.Gateway;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>A provider with a hidden capacity, event by event: as many callers as the limit lets, each calling again at once.</summary>
/// <param name="capacity">The calls that it serves at full speed.</param>
/// <param name="latency">Its mean latency without load; a call's own varies with the length of its answer.</param>
/// <param name="refuses">Whether it answers more calls with 429; otherwise they wait in its queue.</param>
/// <param name="spread">How far a call's latency lies from the mean, at most, as a share.</param>
/// <param name="seed">Of the latencies.</param>
internal sealed class SimulatedProvider(int capacity, TimeSpan latency, bool refuses, double spread, int seed)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<(long EnteredAt, bool Refused), long> _ends = new();
    private readonly Queue<long> _queue = new();
    private int _served;

    public int Capacity { get; set; } = capacity;

    public int Refused { get; private set; }

    /// <summary>Runs so many calls; returns the limit after each.</summary>
    public List<int> Run(AdaptiveLimit limit, ManualClock clock, int calls)
    {
        List<int> limits = [];
        while (limits.Count < calls)
        {
            while (_ends.Count + _queue.Count < limit.Current) Come(limit.Enter(), clock);
            _ends.TryDequeue(out var call, out var at);
            clock.Advance(TimeSpan.FromTicks(at - clock.GetTimestamp()));
            if (!call.Refused) _served--;
            limit.Leave(call.EnteredAt, call.Refused ? null : clock.GetElapsedTime(call.EnteredAt), streams: false, call.Refused);
            limits.Add(limit.Current);
            while (_served < Capacity && _queue.TryDequeue(out var waiting)) Serve(waiting, clock);
        }

        return limits;
    }

    private void Come(long enteredAt, ManualClock clock)
    {
        if (_served < Capacity) Serve(enteredAt, clock);
        else if (!refuses) _queue.Enqueue(enteredAt);
        else
        {
            Refused++;
            _ends.Enqueue((enteredAt, true), clock.GetTimestamp() + TimeSpan.FromMilliseconds(5).Ticks);
        }
    }

    private void Serve(long enteredAt, ManualClock clock)
    {
        _served++;
        var own = latency * (1 - spread + 2 * spread * _random.NextDouble());
        _ends.Enqueue((enteredAt, false), clock.GetTimestamp() + own.Ticks);
    }
}
