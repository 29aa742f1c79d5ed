using System.ComponentModel.DataAnnotations;

namespace HybridAi.Llm.Gateway;

/// <summary>What a provider allows a minute of one model. Without numbers only its own <c>Retry-After</c> and rate-limit headers hold calls back.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Calls in any window of a minute; null: as many as the provider takes.</summary>
    [Range(1, 10_000_000)]
    public int? RequestsPerMinute { get; set; }

    /// <summary>Tokens, sent and received, in any window of a minute; null: as many as the provider takes.</summary>
    [Range(1, int.MaxValue)]
    public int? TokensPerMinute { get; set; }

    /// <summary>The tokens that are set aside for an answer whose request names no longest length.</summary>
    [Range(1, 1_000_000)]
    public int AssumedOutputTokens { get; set; } = 500;

    /// <summary>The longest that a call waits for its turn, in seconds, where its caller does not say otherwise.</summary>
    [Range(0, 3_600)]
    public int PatienceSeconds { get; set; } = 90;

    /// <summary>The most calls that may wait; one more is refused at once.</summary>
    [Range(0, 1_000_000)]
    public int MostWaiting { get; set; } = 2_000;
}

/// <summary>How many calls of a model may be under way; between the bounds the gateway finds what the provider bears.</summary>
public sealed class ConcurrencyOptions
{
    /// <summary>The fewest: also what a provider in trouble is left with.</summary>
    [Range(1, 10_000)]
    public int Least { get; set; } = 4;

    /// <summary>How many to begin with: better too few, since they double while the provider bears it.</summary>
    [Range(1, 10_000)]
    public int Initial { get; set; } = 8;

    /// <summary>The most, however well the provider bears it. All three equal: a fixed limit.</summary>
    [Range(1, 10_000)]
    public int Most { get; set; } = 512;
}

/// <summary>How often and for how long a failed call is made again.</summary>
public sealed class RetryOptions
{
    /// <summary>Calls in all, the first one counted; 1 never retries.</summary>
    [Range(1, 20)]
    public int MostAttempts { get; set; } = 4;

    /// <summary>The first retry waits a random time up to this, in milliseconds; every further one up to twice the one before.</summary>
    [Range(1, 60_000)]
    public int BaseDelayMilliseconds { get; set; } = 500;

    /// <summary>No random wait is longer, in seconds. What a provider asks for by <c>Retry-After</c> may be.</summary>
    [Range(1, 600)]
    public int LongestDelaySeconds { get; set; } = 20;

    /// <summary>All attempts and waits together, in seconds; for a stream, until its first token.</summary>
    [Range(1, 7_200)]
    public int DeadlineSeconds { get; set; } = 300;
}

/// <summary>When a model that fails is left alone, and for how long.</summary>
public sealed class CircuitBreakerOptions
{
    /// <summary>The share of failed calls in the window from which on the circuit is open.</summary>
    [Range(0.01, 1)]
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Fewer calls than this in the window say nothing.</summary>
    [Range(1, 100_000)]
    public int MinimumCalls { get; set; } = 10;

    /// <summary>The window that is looked back on, in seconds.</summary>
    [Range(1, 3_600)]
    public int SamplingSeconds { get; set; } = 30;

    /// <summary>How long an open circuit stays open before it is probed, in seconds.</summary>
    [Range(1, 3_600)]
    public int BreakSeconds { get; set; } = 15;

    /// <summary>The probes, at most so many at once, that have to succeed one after the other to close the circuit.</summary>
    [Range(1, 100)]
    public int Probes { get; set; } = 2;
}
