using System.Text.Json;
using System.Text.Json.Serialization;

namespace HybridAi.Api.OpenAi;

/// <summary>OpenAI's request for embeddings, as far as it is served here.</summary>
public sealed record EmbeddingRequest
{
    /// <summary>One of our aliases of embedding models.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>A text, or a list of up to 2,048.</summary>
    [JsonPropertyName("input")]
    public JsonElement? Input { get; init; }

    /// <summary><c>float</c> or <c>base64</c>.</summary>
    [JsonPropertyName("encoding_format")]
    public string? EncodingFormat { get; init; }

    /// <summary>Numbers in a vector, for models that can shorten theirs.</summary>
    [JsonPropertyName("dimensions")]
    public int? Dimensions { get; init; }

    /// <summary>Who asks; not used.</summary>
    [JsonPropertyName("user")]
    public string? User { get; init; }

    /// <summary>All other fields.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>Embeddings in the order of their texts.</summary>
/// <param name="Kind">Always <c>list</c>.</param>
/// <param name="Data">One for each text.</param>
/// <param name="Model">The alias that answered.</param>
/// <param name="Usage">Tokens; null where the provider did not say.</param>
public sealed record EmbeddingList(
    [property: JsonPropertyName("object")] string Kind,
    [property: JsonPropertyName("data")] IReadOnlyList<EmbeddingItem> Data,
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("usage")] TokenUsage? Usage);

/// <summary>One embedding.</summary>
/// <param name="Kind">Always <c>embedding</c>.</param>
/// <param name="Index">The text's place, from 0.</param>
/// <param name="Embedding">A list of numbers; or, as base64, their little-endian 32-bit floats.</param>
public sealed record EmbeddingItem(
    [property: JsonPropertyName("object")] string Kind,
    [property: JsonPropertyName("index")] int Index,
    [property: JsonPropertyName("embedding")] object Embedding);
