using HybridAi.Llm.Gateway;

namespace HybridAi.Llm;

/// <summary>How a model of the catalogue stands.</summary>
/// <param name="Alias">Its alias.</param>
/// <param name="Kind">Chat or embedding.</param>
/// <param name="Provider">Who serves it.</param>
/// <param name="Model">The provider's id of it.</param>
/// <param name="Host">Where it is asked, with its port; null where nobody is called.</param>
/// <param name="Reachable">Whether it answered.</param>
/// <param name="Price">What it costs today; a price of which nothing is known says so by its nulls.</param>
/// <param name="Capabilities">What the settings say it can do.</param>
/// <param name="Latency">How long the answer took; null where nobody was called or nobody answered.</param>
/// <param name="CostUsd">What the look cost; null where unknown.</param>
/// <param name="Notes">What is of interest and no fault, such as a capability that did not show.</param>
/// <param name="Fault">Why it can't be used; null when it can. Never shows a key.</param>
public sealed record ModelCheck(
    string Alias,
    ModelKind Kind,
    string Provider,
    string Model,
    string? Host,
    bool Reachable,
    ModelPrice Price,
    CapabilityOptions Capabilities,
    TimeSpan? Latency,
    decimal? CostUsd,
    IReadOnlyList<string> Notes,
    Fault? Fault);
