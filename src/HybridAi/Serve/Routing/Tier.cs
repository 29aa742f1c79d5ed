using HybridAi.Curate.Labelling;

namespace HybridAi.Serve.Routing;

/// <summary>One way to answer.</summary>
/// <param name="Name">One of <see cref="TierNames"/>.</param>
/// <param name="Labeller">Who answers.</param>
/// <param name="CostPerCallUsd">What a call is expected to cost: an estimate; null where the price is unknown.</param>
public sealed record Tier(string Name, ILabeller Labeller, decimal? CostPerCallUsd);

/// <summary>The names of tiers, from the cheapest to the dearest.</summary>
public static class TierNames
{
    /// <summary>Matched terms; calls nobody.</summary>
    public const string Lexical = "lexical";

    /// <summary>A model of the registry; calls nobody.</summary>
    public const string Classical = "classical";

    /// <summary>A small language model.</summary>
    public const string SmallLlm = "small-llm";

    /// <summary>A large language model: usually the reference.</summary>
    public const string LargeLlm = "large-llm";

    /// <summary>People, through the review queue: their answer comes after the request has ended.</summary>
    public const string Person = "person";

    /// <summary>All of them, the cheapest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Lexical, Classical, SmallLlm, LargeLlm, Person];
}
