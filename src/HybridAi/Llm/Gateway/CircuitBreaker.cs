using System.Globalization;

namespace HybridAi.Llm.Gateway;

/// <summary>How a model's circuit stands.</summary>
internal enum CircuitState
{
    Closed,
    HalfOpen,
    Open,
}

/// <summary>
/// Leaves a model alone that fails too often (Nygard, Release It!, ch. 5): closed until the share of failures in the window is too large,
/// then open for a time, then half open for a few probes that decide.
/// </summary>
internal sealed class CircuitBreaker(string alias, CircuitBreakerOptions options, TimeProvider clock, GatewayMetrics metrics)
{
    private readonly Lock _gate = new();
    private readonly SampledCalls _calls = new((long)options.SamplingSeconds * clock.TimestampFrequency);
    private CircuitState _state;
    private long _openUntil;
    private int _turn;
    private int _probing;
    private int _probed;

    /// <summary>How it stands; an open circuit whose time is up counts as half open.</summary>
    public CircuitState State
    {
        get
        {
            lock (_gate) return _state == CircuitState.Open && clock.GetTimestamp() >= _openUntil ? CircuitState.HalfOpen : _state;
        }
    }

    /// <summary>Why a call would be refused now; null where it would not. Takes no probe.</summary>
    public ModelCallException? Refusal()
    {
        lock (_gate) return Check();
    }

    /// <summary>Lets a call through; returns the turn that <see cref="Leave"/> wants to hear.</summary>
    /// <exception cref="ModelCallException"><c>model-circuit-open</c>, with the time until when.</exception>
    public int Enter()
    {
        lock (_gate)
        {
            if (Check() is { } refusal) throw refusal;
            if (_state == CircuitState.Open) Turn(CircuitState.HalfOpen);
            if (_state == CircuitState.HalfOpen) _probing++;
            return _turn;
        }
    }

    /// <summary>A call that was let through is over.</summary>
    /// <param name="turn">What <see cref="Enter"/> returned.</param>
    /// <param name="failed">Whether the model failed; null where the call says nothing about it.</param>
    public void Leave(int turn, bool? failed)
    {
        lock (_gate)
        {
            if (turn != _turn) return; // It went out before the circuit changed; its news are old.
            if (_state == CircuitState.HalfOpen) Probed(failed);
            else if (failed is { } bad)
            {
                var now = clock.GetTimestamp();
                _calls.Add(bad, now);
                if (!bad) return;
                var (calls, bads) = _calls.Count(now);
                if (calls >= options.MinimumCalls && bads >= options.FailureRatio * calls) Open();
            }
        }
    }

    private void Probed(bool? failed)
    {
        _probing--;
        if (failed == true) Open();
        else if (failed == false && ++_probed >= options.Probes) Turn(CircuitState.Closed);
    }

    private void Open()
    {
        _openUntil = clock.GetTimestamp() + (long)options.BreakSeconds * clock.TimestampFrequency;
        Turn(CircuitState.Open);
    }

    private void Turn(CircuitState state)
    {
        _state = state;
        _turn++;
        (_probing, _probed) = (0, 0);
        _calls.Clear();
        metrics.Circuit(alias, state);
    }

    private ModelCallException? Check() => _state switch
    {
        CircuitState.Open when clock.GetTimestamp() is var now && now < _openUntil => Refuse(clock.GetElapsedTime(now, _openUntil)),
        CircuitState.HalfOpen when _probing + _probed >= options.Probes => Refuse(TimeSpan.Zero),
        _ => null,
    };

    private ModelCallException Refuse(TimeSpan wait) => ModelFaults.NotMade(Fault.Unavailable(ModelFaults.CircuitOpen, wait == TimeSpan.Zero
        ? $"The model '{alias}' failed too often and is being probed: it is refused until the probes have ended."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"The model '{alias}' failed too often and is left alone until {clock.GetUtcNow() + wait:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}.")), wait);
}
