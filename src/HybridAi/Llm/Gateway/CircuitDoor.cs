namespace HybridAi.Llm.Gateway;

/// <summary>Lets no call out to a model whose circuit is open, and tells the circuit how the others ended: a stream at its end, not at its start.</summary>
internal sealed class CircuitDoor(CircuitBreaker breaker) : ICallDoor
{
    public ValueTask<ICallGuard> EnterAsync(GuardedCall call, CancellationToken cancellation)
        => new(new Guard(breaker, breaker.Enter()));

    private sealed class Guard(CircuitBreaker breaker, int turn) : ICallGuard
    {
        public void Started()
        {
        }

        public void Ended(CallEnd end) => breaker.Leave(turn, Failed(end));

        // A model that is full, or that refuses this request alone, is there: 429 is the rate limit's to heed.
        private static bool? Failed(CallEnd end) => end switch
        {
            { Ending: CallEnding.Answered } => false,
            { Failure: { } failure } => ModelFaults.IsTrouble(failure.Fault),
            _ => null,
        };
    }
}

/// <summary>Turns calls away from an open circuit before they wait for limits. The breaker itself stands behind the limits, for those who waited meanwhile.</summary>
internal sealed class CircuitFrontDoor(CircuitBreaker breaker) : ICallDoor, ICallGuard
{
    public void Started()
    {
    }

    public void Ended(CallEnd end)
    {
    }

    public ValueTask<ICallGuard> EnterAsync(GuardedCall call, CancellationToken cancellation)
        => breaker.Refusal() is { } refusal ? throw refusal : new(this);
}
