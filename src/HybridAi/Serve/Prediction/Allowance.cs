using System.Globalization;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Prediction;

/// <summary>What is left of the money and the time that a caller allows one walk.</summary>
internal sealed class Allowance : IDisposable
{
    /// <summary>The code of the fault of a tier that money kept from being asked.</summary>
    public const string CostLimit = "cost-limit";

    /// <summary>The code of the fault of a tier that time kept from being asked or from answering.</summary>
    public const string Deadline = "deadline";

    private readonly WalkBounds _bounds;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly CancellationTokenSource? _timer;
    private readonly CancellationTokenSource? _cut;
    private decimal _spent;

    /// <summary>Begins now.</summary>
    public Allowance(WalkBounds bounds, TimeProvider clock, CancellationToken cancellation)
    {
        (_bounds, _clock, _began, Token) = (bounds, clock, clock.GetTimestamp(), cancellation);
        if (bounds.MaxLatency is not { } most) return;
        _timer = new(most, clock);
        _cut = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellation);
        Token = _cut.Token;
    }

    /// <summary>Cancelled by the caller, or when time is up.</summary>
    public CancellationToken Token { get; }

    /// <summary>How long the walk has taken.</summary>
    public TimeSpan Elapsed => _clock.GetElapsedTime(_began);

    /// <summary>The time that is left; null: there is no limit.</summary>
    public TimeSpan? Left => _bounds.MaxLatency - Elapsed;

    /// <summary>Why a tier is not to be asked; null: it may be.</summary>
    public Fault? Bars(RouteStep step)
    {
        if (_bounds.MaxCostUsd - _spent is { } money)
        {
            if (step.CostPerCallUsd is not { } price)
                return Fault.BadInput(CostLimit, $"{step.Tier} was not asked: nobody knows what it costs, and maxCostUsd allows no unknown price.", "maxCostUsd");
            if (price > money)
                return Fault.BadInput(CostLimit, Text($"{step.Tier} was not asked: it is expected to cost {price:0.#########} USD, and {money:0.#########} are left of maxCostUsd."), "maxCostUsd");
        }

        if (Left is not { } time) return null;
        if (time <= TimeSpan.Zero) return Fault.Unavailable(Deadline, Text($"{step.Tier} was not asked: nothing is left of maxLatencyMs."), "maxLatencyMs");
        return step.LatencyP95Ms > time.TotalMilliseconds
            ? Fault.Unavailable(Deadline, Text($"{step.Tier} was not asked: one of 20 calls takes {step.LatencyP95Ms:0.#} ms or more, and {time.TotalMilliseconds:0.#} are left of maxLatencyMs."), "maxLatencyMs")
            : null;
    }

    /// <summary>Sets aside what a call is expected to cost.</summary>
    public void Reserve(RouteStep step) => _spent += step.CostPerCallUsd ?? 0;

    /// <summary>Books what a call cost in place of what was set aside; where that is not known what was expected stays booked.</summary>
    public void Settle(RouteStep step, decimal? cost) => _spent += cost - (step.CostPerCallUsd ?? 0) ?? 0;

    public void Dispose()
    {
        _cut?.Dispose();
        _timer?.Dispose();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
