using System.Text.Json;
using HybridAi.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>The hash of all that decides a text's vector.</summary>
/// <param name="settings">All but the text.</param>
internal readonly struct VectorKey(string settings)
{
    // Another form of the key or of what is kept is another version: old vectors are then never found.
    private const int Version = 1;

    /// <summary>The keys of a call's texts; null for a call whose settings can't be told apart.</summary>
    public static VectorKey? Of(ModelOptions model, CallContext call, EmbeddingGenerationOptions? options)
    {
        if (options is { RawRepresentationFactory: not null } || CacheKey.More(options?.AdditionalProperties) is not { } more) return null;
        return new VectorKey(JsonSerializer.Serialize(new
        {
            Version, model.Provider, model.Model, model.Endpoint, call.Tenant, options?.ModelId, Dimensions = options?.Dimensions ?? model.Dimensions, more,
        }));
    }

    /// <summary>The key of a text.</summary>
    public string Of(string text) => ContentHash.Of(settings, text);
}
