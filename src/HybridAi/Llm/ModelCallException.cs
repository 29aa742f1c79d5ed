using HybridAi.Llm.Gateway;

namespace HybridAi.Llm;

/// <summary>
/// How a client says that a model call failed as calls do fail: refused, timed out, no recorded answer. <c>IChatClient</c> has no other
/// way to say it; whoever calls a model turns it back into the <see cref="Fault"/>. Its text never holds a key or a customer's words.
/// </summary>
public sealed class ModelCallException : Exception
{
    /// <summary>A failed call.</summary>
    /// <param name="fault">What went wrong, under a stable code.</param>
    /// <param name="measure">What it cost and how long it took, where the client knows; the gateway fills in what it measures.</param>
    public ModelCallException(Fault fault, CallMeasure? measure = null)
        : base(fault.ToString())
        => (Fault, Measure) = (fault, measure);

    /// <summary>What went wrong.</summary>
    public Fault Fault { get; }

    /// <summary>What the failed call cost, all of its attempts together, and how long the last one took; null until it passed the gateway.</summary>
    public CallMeasure? Measure { get; internal set; }

    /// <summary>The budget that forbade the call, with its figures; null where none did.</summary>
    public BudgetRefusal? Refusal { get; init; }

    /// <summary>When the provider, or a limit of the gateway, wants to be asked again; null where it did not say.</summary>
    public RetryAfter? RetryAfter { get; init; }

    /// <summary>All that was tried, this failure included, in order; empty until it passed the gateway's retries.</summary>
    public IReadOnlyList<FailedAttempt> Attempts { get; internal set; } = [];
}
