namespace HybridAi.Llm.Gateway;

/// <summary>Random waits, so that calls which failed together are not made again together. One for all callers.</summary>
/// <param name="seed">The same seed gives the same waits in the same order.</param>
internal sealed class Jitter(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    /// <summary>
    /// Any time from nothing to the base delay doubled per retry, and never above the longest: "full jitter", which spreads a herd best and
    /// calls least (Brooker, Exponential Backoff and Jitter, AWS Architecture Blog, 2015).
    /// </summary>
    /// <param name="options">The base and the longest delay.</param>
    /// <param name="retry">1 for the first.</param>
    public TimeSpan Delay(RetryOptions options, int retry)
    {
        var most = Math.Min(TimeSpan.FromSeconds(options.LongestDelaySeconds).TotalMilliseconds, options.BaseDelayMilliseconds * Math.Pow(2, retry - 1));
        lock (_gate) return TimeSpan.FromMilliseconds(_random.NextDouble() * most);
    }
}
