namespace HybridAi.Llm.Gateway;

/// <summary>
/// Makes a call wait for the rate limit, and teaches the limit what the provider says: the tokens that were truly used, an allowance that
/// is spent (<c>x-ratelimit-*</c>), and the pause that a refusal asks for (<c>Retry-After</c>), which then holds back all calls of the model.
/// </summary>
internal sealed class RateLimitDoor(RateLimiter limiter, RateLimitOptions options, TimeProvider clock) : ICallDoor, IDisposable
{
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(options.PatienceSeconds);

    public async ValueTask<ICallGuard> EnterAsync(GuardedCall call, CancellationToken cancellation)
    {
        var tokens = options.TokensPerMinute is null ? 0 : call.EstimateTokens(options.AssumedOutputTokens);
        return new Guard(await limiter.EnterAsync(tokens, call.Patience(_patience), cancellation), limiter, clock);
    }

    public void Dispose() => limiter.Dispose();

    private sealed class Guard(RatePermit permit, RateLimiter limiter, TimeProvider clock) : ICallGuard
    {
        public void Started()
        {
        }

        public void Ended(CallEnd end)
        {
            if (end.Failure is { Fault.Code: ModelFaults.CircuitOpen })
            {
                limiter.GiveBack(permit);
                return;
            }

            if (end.Failure?.RetryAfter?.From(clock.GetUtcNow()) is { } asked) limiter.Hold(asked);
            if (end.Limits?.Spent is { } spent) limiter.Hold(spent);
            if (end.Usage is { InputTokenCount: { } sent, OutputTokenCount: { } received }) limiter.Settle(permit, sent + received);
        }
    }
}
