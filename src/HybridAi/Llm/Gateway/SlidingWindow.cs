namespace HybridAi.Llm.Gateway;

/// <summary>
/// At most so much in any window of this length: every grant is remembered until it has left the window. A token bucket needs no memory,
/// but lets through almost twice its limit in one window after a quiet one, which a provider answers with 429. Not synchronised.
/// </summary>
/// <param name="limit">The most in any window.</param>
/// <param name="length">The window's length in the clock's ticks.</param>
internal sealed class SlidingWindow(long limit, long length)
{
    private readonly Queue<Grant> _grants = new();
    private long _sum;

    public long Limit => limit;

    /// <summary>The ticks until so much could be taken; 0: now.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is more than the limit: it never could.</exception>
    public long WaitFor(long amount, long now)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount, limit);
        Forget(now);
        var over = _sum + amount - limit;
        if (over <= 0) return 0;
        foreach (var grant in _grants)
            if ((over -= grant.Amount) <= 0) return grant.At + length - now;
        return length;
    }

    /// <summary>Takes so much, which <see cref="WaitFor"/> said there is.</summary>
    public Grant Take(long amount, long now)
    {
        var grant = new Grant(amount, now);
        _grants.Enqueue(grant);
        _sum += amount;
        return grant;
    }

    /// <summary>Puts what was truly used in the place of what was taken; more than the limit only lengthens the wait of those who follow.</summary>
    public void Settle(Grant grant, long amount)
    {
        if (!grant.IsForgotten) _sum += amount - grant.Amount;
        grant.Amount = amount;
    }

    private void Forget(long now)
    {
        while (_grants.TryPeek(out var oldest) && oldest.At + length <= now)
        {
            oldest.IsForgotten = true;
            _sum -= oldest.Amount;
            _grants.Dequeue();
        }
    }

    internal sealed class Grant(long amount, long at)
    {
        public long Amount { get; set; } = amount;

        public long At { get; } = at;

        public bool IsForgotten { get; set; }
    }
}
