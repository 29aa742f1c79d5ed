namespace HybridAi.Llm.Gateway;

/// <summary>
/// Finds how many calls a provider bears at once. While its latency stays that of an unloaded provider the limit grows, doubling until the
/// first congestion and then by steps; when the queue that the latency betrays is long, it shrinks (TCP Vegas, Brakmo and Peterson 1995, as
/// Netflix's concurrency-limits applies it); a refusal for overload or a timeout shrinks it at once (additive increase, multiplicative
/// decrease: Chiu and Jain 1989), once per congestion and not once per refused call.
/// </summary>
/// <remarks>
/// Latency is compared over windows of about as many calls as the limit, since a single answer's depends on its length more than on the
/// load. A provider that is slow because of others looks full: the limit then falls, down to the least. One that is overloaded by the initial limit already looks unloaded: begin small.
/// </remarks>
internal sealed class AdaptiveLimit
{
    private const double Decrease = 0.9;
    private const double SteepestDecrease = 0.5;
    private const double Headroom = 1.1;
    private const double ShortQueue = 0.10;
    private const double LongQueue = 0.25;
    private const double InUse = 0.8;
    private const int FewestInWindow = 20;

    private readonly Lock _gate = new();
    private readonly ConcurrencyOptions _options;
    private readonly TimeProvider _clock;
    private readonly LatencyTrend _whole = new();
    private readonly LatencyTrend _streamed = new();
    private double _limit;
    private bool _doubles = true;
    private int _underWay;
    private int _mostUnderWay;
    private long _shrunkAt = long.MinValue;

    public AdaptiveLimit(ConcurrencyOptions options, TimeProvider clock) => (_options, _clock, _limit) = (options, clock, options.Initial);

    /// <summary>How many calls may be under way now.</summary>
    public int Current => (int)Volatile.Read(ref _limit);

    /// <summary>A call goes out; returns when.</summary>
    public long Enter()
    {
        lock (_gate)
        {
            _underWay++;
            _mostUnderWay = Math.Max(_mostUnderWay, _underWay);
            return _clock.GetTimestamp();
        }
    }

    /// <summary>A call has ended.</summary>
    /// <param name="enteredAt">When it went out.</param>
    /// <param name="latency">To the answer or, for a stream, to the first token; null where that says nothing.</param>
    /// <param name="streams">Whether it was a stream: the two are not compared with each other.</param>
    /// <param name="overloaded">Whether the provider refused it for overload, or it timed out.</param>
    public void Leave(long enteredAt, TimeSpan? latency, bool streams, bool overloaded)
    {
        lock (_gate)
        {
            _underWay--;
            if (overloaded)
            {
                // Calls that went out before the last decrease speak of the same congestion.
                if (enteredAt >= _shrunkAt) Shrink(Decrease);
                return;
            }

            if (latency is not { } measured) return;
            (streams ? _streamed : _whole).Add(measured);
            if (_whole.Count + _streamed.Count >= Math.Max(FewestInWindow, Current)) Close();
        }
    }

    private void Close()
    {
        var queue = Math.Max(_whole.Close(FewestInWindow), _streamed.Close(FewestInWindow));
        // To what the provider serves without a queue, and a little above it; not further at once, since a mean is a guess.
        if (queue > LongQueue) Shrink(Math.Clamp((1 - queue) * Headroom, SteepestDecrease, Decrease));
        // A limit that nobody reaches was not tested.
        else if (queue < ShortQueue && _mostUnderWay >= InUse * Current) Set(_limit + (_doubles ? _limit : Math.Max(1, Math.Sqrt(_limit) / 2)));
        _mostUnderWay = _underWay;
    }

    private void Shrink(double to)
    {
        _doubles = false;
        Set(Math.Min(Current - 1, _limit * to));
        _shrunkAt = _clock.GetTimestamp();
        _whole.Drop();
        _streamed.Drop();
        _mostUnderWay = _underWay;
    }

    private void Set(double limit) => Volatile.Write(ref _limit, Math.Clamp(limit, _options.Least, _options.Most));
}
