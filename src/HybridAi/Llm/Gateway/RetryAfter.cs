namespace HybridAi.Llm.Gateway;

/// <summary>When a provider wants to be asked again: after a time, or at a moment.</summary>
/// <param name="Delay">The time from the answer on; null where a moment was named.</param>
/// <param name="At">The moment; null where a time was named.</param>
public readonly record struct RetryAfter(TimeSpan? Delay, DateTimeOffset? At)
{
    /// <summary>The time to wait from <paramref name="now"/> on; never less than none.</summary>
    public TimeSpan From(DateTimeOffset now)
    {
        var wait = Delay ?? (At - now) ?? TimeSpan.Zero;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>After this time.</summary>
    public static RetryAfter In(TimeSpan delay) => new(delay, null);
}
