using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>How long a caller is ready to wait for its turn at a model, where that is not what the model's settings say.</summary>
public static class CallPatience
{
    private const string Key = "hybridai.patience";

    /// <summary>Makes the call wait at most so long at each limit; zero never waits.</summary>
    public static void AttachTo(ChatOptions options, TimeSpan patience) => (options.AdditionalProperties ??= [])[Key] = patience;

    /// <inheritdoc cref="AttachTo(ChatOptions, TimeSpan)"/>
    public static void AttachTo(EmbeddingGenerationOptions options, TimeSpan patience) => (options.AdditionalProperties ??= [])[Key] = patience;

    internal static TimeSpan Of(AdditionalPropertiesDictionary? properties, TimeSpan otherwise)
        => properties?.GetValueOrDefault(Key) is TimeSpan patience ? patience : otherwise;
}
