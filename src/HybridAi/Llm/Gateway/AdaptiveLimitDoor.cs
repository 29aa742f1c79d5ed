namespace HybridAi.Llm.Gateway;

/// <summary>Tells the concurrency limit how each call fared: nearest to the provider, so that no wait of ours counts as its latency.</summary>
internal sealed class AdaptiveLimitDoor(AdaptiveLimit limit, TimeProvider clock) : ICallDoor
{
    public ValueTask<ICallGuard> EnterAsync(GuardedCall call, CancellationToken cancellation)
        => new(new Guard(limit, call.Streams, clock));

    private sealed class Guard(AdaptiveLimit limit, bool streams, TimeProvider clock) : ICallGuard
    {
        private readonly long _enteredAt = limit.Enter();
        private TimeSpan? _firstToken;

        public void Started() => _firstToken = clock.GetElapsedTime(_enteredAt);

        public void Ended(CallEnd end)
        {
            var overloaded = end.Failure is { } failure && ModelFaults.IsOverload(failure.Fault);
            // The length of a stream is its reader's as well; a failed call is fast or slow for other reasons.
            var latency = streams ? _firstToken : end.Ending == CallEnding.Answered ? clock.GetElapsedTime(_enteredAt) : (TimeSpan?)null;
            limit.Leave(_enteredAt, latency, streams, overloaded);
        }
    }
}
