using System.ComponentModel.DataAnnotations;

namespace HybridAi.Jobs.Webhooks;

/// <summary>How webhooks are delivered.</summary>
public sealed class WebhookOptions
{
    /// <summary>Whether deliveries may go to private, loopback and link-local addresses, and over plain http.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>How long one delivery may take, from the look-up of the name to the answer's headers, in seconds.</summary>
    [Range(0.1, 60)]
    public double TimeoutSeconds { get; set; } = 10;

    /// <summary>How often a delivery is tried before it is given up as dead.</summary>
    [Range(1, 50)]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>The wait after the first failure, in seconds; it doubles with each further one, and up to half of it is taken off by chance.</summary>
    [Range(0.01, 3_600)]
    public double FirstRetrySeconds { get; set; } = 10;

    /// <summary>The longest wait between two attempts, in seconds.</summary>
    [Range(0.01, 86_400)]
    public double LongestRetrySeconds { get; set; } = 3_600;

    /// <summary>How often the outbox is looked at, in seconds.</summary>
    [Range(0.01, 300)]
    public double PollSeconds { get; set; } = 2;

    /// <summary>The wait before the next attempt.</summary>
    /// <param name="attempts">Attempts so far, at least 1.</param>
    /// <param name="chance">From 0 to 1: spreads those that failed together.</param>
    public TimeSpan WaitAfter(int attempts, double chance)
        => TimeSpan.FromSeconds(Math.Min(LongestRetrySeconds, FirstRetrySeconds * Math.Pow(2, attempts - 1)) * (1 - chance / 2));
}
