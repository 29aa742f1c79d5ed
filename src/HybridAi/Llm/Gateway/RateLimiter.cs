using System.Globalization;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Requests and tokens of one model in any minute, and the pauses that its provider asks for. Callers wait in the order in which they came:
/// a small call never overtakes a large one, which would starve it.
/// </summary>
internal sealed class RateLimiter : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly string _alias;
    private readonly TimeProvider _clock;
    private readonly GatewayMetrics _metrics;
    private readonly SlidingWindow? _requests;
    private readonly SlidingWindow? _tokens;
    private readonly WaitingLine<RatePermit> _line;
    private readonly ITimer _timer;
    private long _heldUntil;

    public RateLimiter(string alias, RateLimitOptions options, TimeProvider clock, GatewayMetrics metrics)
    {
        (_alias, _clock, _metrics) = (alias, clock, metrics);
        var length = (long)(Minute.TotalSeconds * clock.TimestampFrequency);
        if (options.RequestsPerMinute is { } requests) _requests = new SlidingWindow(requests, length);
        if (options.TokensPerMinute is { } tokens) _tokens = new SlidingWindow(tokens, length);
        _line = new WaitingLine<RatePermit>(options.MostWaiting);
        _heldUntil = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => LetGo(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _line.Count;
        }
    }

    /// <summary>Returns when a call of so many tokens may be made.</summary>
    /// <exception cref="ModelCallException">It never may, the line is full, or the wait is longer than the caller's patience.</exception>
    public async ValueTask<RatePermit> EnterAsync(long tokens, TimeSpan patience, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (tokens > _tokens?.Limit) throw TooLarge(tokens);
        WaitingLine<RatePermit>.Waiter waiter;
        TimeSpan wait;
        lock (_gate)
        {
            wait = WaitFor(tokens);
            if (_line.Count == 0 && wait == TimeSpan.Zero) return Grant(tokens);
            // Those before it only lengthen the wait: what is too long already need not stand in line.
            if (wait > patience) throw Impatient(patience, wait);
            waiter = _line.TryJoin(tokens) ?? throw ModelFaults.NotMade(Fault.Unavailable(
                ModelFaults.Busy, $"{_line.Count} calls wait for the rate limit of the model '{_alias}' already."));
            if (_line.Count == 1) Arm(wait);
        }

        var since = _clock.GetTimestamp();
        var permit = await waiter.WaitAsync(Leave, patience, _clock, cancellation);
        _metrics.Waited(_alias, "rate", _clock.GetElapsedTime(since));
        if (permit is not null) return permit;
        lock (_gate) throw Impatient(patience, WaitFor(tokens));
    }

    /// <summary>Lets nobody go before this time has passed.</summary>
    public void Hold(TimeSpan time)
    {
        lock (_gate) _heldUntil = Math.Max(_heldUntil, _clock.GetTimestamp() + (long)(time.TotalSeconds * _clock.TimestampFrequency));
    }

    /// <summary>Puts the true tokens of a call in the place of the estimated ones.</summary>
    public void Settle(RatePermit permit, long tokens)
    {
        lock (_gate)
            if (permit.Tokens is { } taken) _tokens!.Settle(taken, tokens);
        LetGo();
    }

    /// <summary>Gives back the permit of a call that was never made.</summary>
    public void GiveBack(RatePermit permit)
    {
        lock (_gate)
            if (permit.Request is { } taken) _requests!.Settle(taken, 0);
        Settle(permit, 0);
    }

    public void Dispose() => _timer.Dispose();

    private void LetGo()
    {
        lock (_gate)
        {
            while (_line.First is { } first)
            {
                var wait = WaitFor(first.Amount);
                if (wait > TimeSpan.Zero)
                {
                    Arm(wait);
                    return;
                }

                _line.LetFirstGo(Grant(first.Amount));
            }
        }
    }

    private void Leave(WaitingLine<RatePermit>.Waiter waiter)
    {
        lock (_gate) _line.Leave(waiter);
        LetGo();
    }

    // A timer of the system knows whole milliseconds: rounded up, it never fires too early and then over and over.
    private void Arm(TimeSpan wait) => _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);

    private RatePermit Grant(long tokens)
    {
        var now = _clock.GetTimestamp();
        return new RatePermit(now, _requests?.Take(1, now), _tokens?.Take(tokens, now));
    }

    private TimeSpan WaitFor(long tokens)
    {
        var now = _clock.GetTimestamp();
        var ticks = Math.Max(_requests?.WaitFor(1, now) ?? 0, _tokens?.WaitFor(tokens, now) ?? 0);
        return _clock.GetElapsedTime(0, Math.Max(ticks, _heldUntil - now));
    }

    private ModelCallException Impatient(TimeSpan patience, TimeSpan wait) => ModelFaults.NotMade(Fault.Unavailable(ModelFaults.RateLimitWait, string.Create(
        CultureInfo.InvariantCulture,
        $"The rate limit of the model '{_alias}' has room in {wait.TotalSeconds:0.#} s at the earliest; this call waits at most {patience.TotalSeconds:0.#} s.")), wait);

    private ModelCallException TooLarge(long tokens) => ModelFaults.NotMade(Fault.BadInput(ModelFaults.TooLarge, string.Create(
        CultureInfo.InvariantCulture,
        $"This call takes about {tokens} tokens and the model '{_alias}' is allowed {_tokens!.Limit} a minute: shorten the text, or name a shorter answer.")));
}

/// <summary>The leave to make one call.</summary>
/// <param name="At">When it was given, as a timestamp of the clock.</param>
/// <param name="Request">Its place in the window of requests.</param>
/// <param name="Tokens">Its place in the window of tokens.</param>
internal sealed record RatePermit(long At, SlidingWindow.Grant? Request, SlidingWindow.Grant? Tokens);
