using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>A call, or the wish for one, that came to nothing before the answer came.</summary>
/// <param name="Alias">The model that was asked.</param>
/// <param name="Code">The fault's code.</param>
public sealed record FailedAttempt(string Alias, string Code)
{
    /// <summary>Why the model was not asked at all; null where it was.</summary>
    public string? PassedOver { get; init; }
}

/// <summary>Who answered, and who should have. It travels with every answer of the gateway.</summary>
/// <param name="Asked">The alias that the caller asked for.</param>
/// <param name="Alias">The alias that served; its price is the one that counts.</param>
/// <param name="Failed">What was tried before, in order.</param>
public sealed record ServedBy(string Asked, string Alias, IReadOnlyList<FailedAttempt> Failed)
{
    private const string Key = "hybridai.served-by";

    /// <summary>Attempts in all.</summary>
    public int Attempts => Failed.Count + 1;

    /// <summary>Who served this answer; null for one that didn't come through the gateway.</summary>
    public static ServedBy? Of(ChatResponse response) => Find(response.AdditionalProperties);

    /// <inheritdoc cref="Of(ChatResponse)"/>
    public static ServedBy? Of(ChatResponseUpdate update) => Find(update.AdditionalProperties);

    /// <summary>Who served these vectors; null where nobody was asked for them.</summary>
    public static ServedBy? Of(GeneratedEmbeddings<Embedding<float>> embeddings) => Find(embeddings.AdditionalProperties);

    internal static ServedBy? Find(AdditionalPropertiesDictionary? properties) => properties?.GetValueOrDefault(Key) as ServedBy;

    internal void AttachTo(ChatResponse response) => (response.AdditionalProperties ??= [])[Key] = this;

    internal void AttachTo(ChatResponseUpdate update) => (update.AdditionalProperties ??= [])[Key] = this;

    internal void AttachTo(GeneratedEmbeddings<Embedding<float>> embeddings) => (embeddings.AdditionalProperties ??= [])[Key] = this;
}
