namespace HybridAi.Llm.Gateway;

/// <summary>What a failed call says about the next one, by the fault's code. What is named in no set is the caller's to mend: 400, 401, 403, 404.</summary>
internal static class ModelFaults
{
    public const string CircuitOpen = "model-circuit-open";
    public const string RateLimited = "model-rate-limited";
    public const string RateLimitWait = "model-rate-limit-wait";
    public const string TooLarge = "model-call-too-large";
    public const string Busy = "model-busy";
    public const string Deadline = "model-deadline";
    public const string Timeout = "model-timeout";
    public const string QuotaSpent = "model-quota-spent";
    public const string Unavailable = "model-unavailable";
    public const string Unreachable = "model-unreachable";
    public const string BrokeOff = "model-broke-off";
    public const string Unreadable = "model-answer-unreadable";

    /// <summary>A call that never went out: nothing was spent on it, and that is known.</summary>
    public static ModelCallException NotMade(Fault fault, TimeSpan? retryAfter = null) => new(fault, new CallMeasure(0, null))
    {
        RetryAfter = retryAfter is { } wait ? RetryAfter.In(wait) : null,
    };

    /// <summary>The same call may well succeed in a moment: 408, 429, 5xx, timeouts, connections and streams that broke.</summary>
    public static bool IsTransient(Fault fault) => fault.Code is RateLimited or Unavailable or Timeout or Unreachable or BrokeOff;

    /// <summary>This model can't serve now and another one could.</summary>
    public static bool AsksForAnother(Fault fault)
        => IsTransient(fault) || fault.Code is CircuitOpen or RateLimitWait or Busy or Deadline or QuotaSpent;

    /// <summary>The model is in trouble, which is more than being full.</summary>
    public static bool IsTrouble(Fault fault) => fault.Code is Unavailable or Timeout or Unreachable or BrokeOff or Unreadable;

    /// <summary>
    /// The provider says that it gave no answer, so there is none to pay for: a refusal, or an error of its own. Not so where nobody said
    /// anything (a timeout, a lost connection) or somebody in between did (502, 504): what then was done and billed is not known.
    /// </summary>
    public static bool IsUnbilled(Fault fault)
        => fault.Code is RateLimited or Unavailable or QuotaSpent or "model-unauthorized" or "model-missing" or "model-refused-request" or "no-recorded-answer";

    /// <summary>There were too many calls under way.</summary>
    public static bool IsOverload(Fault fault) => fault.Code is RateLimited or Timeout or Unavailable;
}
