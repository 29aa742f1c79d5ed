using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>What a model call cost and how long it took. What is not known is null, never zero.</summary>
/// <param name="CostUsd">US dollars; null where the price or the tokens are unknown.</param>
/// <param name="Latency">From sending to the last token; null for a recorded answer without a recorded latency.</param>
public sealed record CallMeasure(decimal? CostUsd, TimeSpan? Latency)
{
    /// <summary>Whether the answer came from the cache, or from an equal call that was already under way: nobody was called for it.</summary>
    public bool FromCache { get; init; }

    /// <summary>Whether the cost is our count of what arrived of a broken answer, and not the provider's word.</summary>
    public bool Estimated { get; init; }

    /// <summary>How similar the question is whose kept answer this is; null: it is this question's own.</summary>
    public double? Similarity { get; init; }
}

/// <summary>The measure as it travels with an answer.</summary>
public static class CallMeasures
{
    private const string Key = "hybridai.measure";

    /// <summary>What the call behind this answer cost in US dollars; null where unknown.</summary>
    public static decimal? CostUsd(this ChatResponse response) => Find(response.AdditionalProperties)?.CostUsd;

    /// <summary>How long the call behind this answer took; null where it was not measured.</summary>
    public static TimeSpan? Latency(this ChatResponse response) => Find(response.AdditionalProperties)?.Latency;

    /// <summary>Whether nobody was called for this answer because an equal call had it.</summary>
    public static bool IsFromCache(this ChatResponse response) => Find(response.AdditionalProperties)?.FromCache == true;

    /// <summary>Whether this is the answer to a similar question, given again; it may be wrong for this one.</summary>
    public static bool IsSemanticHit(this ChatResponse response) => Find(response.AdditionalProperties)?.Similarity is not null;

    /// <summary>Makes the answer carry its measure.</summary>
    public static void Attach(this ChatResponse response, CallMeasure measure) => (response.AdditionalProperties ??= [])[Key] = measure;

    /// <summary>Makes the update, and the answer that it becomes part of, carry the measure.</summary>
    public static void Attach(this ChatResponseUpdate update, CallMeasure measure) => (update.AdditionalProperties ??= [])[Key] = measure;

    /// <summary>What the calls behind these vectors cost in US dollars; null where unknown.</summary>
    public static decimal? CostUsd(this GeneratedEmbeddings<Embedding<float>> embeddings) => Find(embeddings.AdditionalProperties)?.CostUsd;

    /// <summary>How long the calls behind these vectors took, one after another; null where that was not measured.</summary>
    public static TimeSpan? Latency(this GeneratedEmbeddings<Embedding<float>> embeddings) => Find(embeddings.AdditionalProperties)?.Latency;

    /// <summary>Makes the vectors carry the measure of their call.</summary>
    public static void Attach(this GeneratedEmbeddings<Embedding<float>> embeddings, CallMeasure measure)
        => (embeddings.AdditionalProperties ??= [])[Key] = measure;

    /// <summary>The measure among an answer's or an update's properties; null where there is none yet.</summary>
    internal static CallMeasure? Find(AdditionalPropertiesDictionary? properties) => properties?.GetValueOrDefault(Key) as CallMeasure;
}
