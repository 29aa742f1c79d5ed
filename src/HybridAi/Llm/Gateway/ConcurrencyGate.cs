using System.Globalization;

namespace HybridAi.Llm.Gateway;

/// <summary>Lets so many calls of a model be under way as its limit says; the others wait in the order in which they came.</summary>
internal sealed class ConcurrencyGate(string alias, AdaptiveLimit limit, int mostWaiting, TimeProvider clock, GatewayMetrics metrics)
{
    private readonly Lock _gate = new();
    private readonly WaitingLine<object> _line = new(mostWaiting);
    private readonly object _slot = new();
    private int _taken;
    private int _told;

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _line.Count;
        }
    }

    /// <summary>Returns when the call may go out; <see cref="Leave"/> follows it.</summary>
    /// <exception cref="ModelCallException">The line is full, or the wait is longer than the caller's patience.</exception>
    public async ValueTask EnterAsync(TimeSpan patience, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        WaitingLine<object>.Waiter waiter;
        lock (_gate)
        {
            if (_line.Count == 0 && _taken < limit.Current)
            {
                _taken++;
                return;
            }

            waiter = _line.TryJoin(1) ?? throw Busy(string.Create(
                CultureInfo.InvariantCulture, $"{_line.Count} calls of the model '{alias}' wait already, and {_taken} are under way."));
        }

        var since = clock.GetTimestamp();
        var slot = await waiter.WaitAsync(LeaveLine, patience, clock, cancellation);
        metrics.Waited(alias, "concurrency", clock.GetElapsedTime(since));
        if (slot is null)
            throw Busy(string.Create(
                CultureInfo.InvariantCulture, $"The model '{alias}' had no room for another call within {patience.TotalSeconds:0.#} s."));
    }

    /// <summary>The call is over.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _taken--;
            LetGo();
        }

        if (Interlocked.Exchange(ref _told, limit.Current) is var told && told != _told) metrics.ConcurrencyLimit(alias, _told);
    }

    private void LetGo()
    {
        for (; _line.Count > 0 && _taken < limit.Current; _taken++) _line.LetFirstGo(_slot);
    }

    private void LeaveLine(WaitingLine<object>.Waiter waiter)
    {
        lock (_gate)
        {
            _line.Leave(waiter);
            LetGo();
        }
    }

    private static ModelCallException Busy(string reason) => ModelFaults.NotMade(Fault.Unavailable(ModelFaults.Busy, reason));
}
