using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>What a provider says beside an answer about the room that is left (<c>x-ratelimit-*</c>). Null: not said.</summary>
/// <param name="RequestsLeft">Calls that it would still take.</param>
/// <param name="RequestsReset">The time until all of its calls are free again.</param>
/// <param name="TokensLeft">Tokens that it would still take.</param>
/// <param name="TokensReset">The time until all of its tokens are free again.</param>
public sealed record ProviderLimits(long? RequestsLeft, TimeSpan? RequestsReset, long? TokensLeft, TimeSpan? TokensReset)
{
    private const string Key = "hybridai.limits";

    /// <summary>The time until a spent allowance comes back; null while there is some left, or nothing was said.</summary>
    public TimeSpan? Spent
    {
        get
        {
            var requests = RequestsLeft <= 0 ? RequestsReset : null;
            var tokens = TokensLeft <= 0 ? TokensReset : null;
            return requests > tokens ? requests : tokens ?? requests;
        }
    }

    internal static ProviderLimits? Find(AdditionalPropertiesDictionary? properties) => properties?.GetValueOrDefault(Key) as ProviderLimits;

    internal void AttachTo(ChatResponse response) => (response.AdditionalProperties ??= [])[Key] = this;

    internal void AttachTo(ChatResponseUpdate update) => (update.AdditionalProperties ??= [])[Key] = this;

    internal void AttachTo(GeneratedEmbeddings<Embedding<float>> embeddings) => (embeddings.AdditionalProperties ??= [])[Key] = this;
}
