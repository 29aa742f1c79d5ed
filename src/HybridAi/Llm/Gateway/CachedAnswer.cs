using System.Text.Json;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>An answer as it is kept: text alone, complete and not refused.</summary>
/// <param name="Text">What the model said.</param>
/// <param name="ModelId">The model that said it, in its provider's word.</param>
/// <param name="ResponseId">The provider's id of the answer.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="InputTokens">Tokens that it took; null where the provider didn't say.</param>
/// <param name="OutputTokens">Tokens that it has; null where the provider didn't say.</param>
internal sealed record CachedAnswer(
    string Text, string? ModelId, string? ResponseId, DateTimeOffset? CreatedAt, long? InputTokens, long? OutputTokens)
{
    /// <summary>The answer to keep; null for one that is not kept: refused, filtered, cut off, empty, itself one to a similar question, no JSON where JSON was asked for, given by another model in the asked one's place, or with more than can be kept.</summary>
    public static CachedAnswer? Of(string alias, ChatResponse response, ChatOptions? options)
    {
        if (response.IsSemanticHit()) return null;
        if (ServedBy.Of(response) is { } served && served.Alias != alias) return null;
        if (response.FinishReason != ChatFinishReason.Stop || string.IsNullOrWhiteSpace(response.Text)) return null;
        if (response.Messages is not [{ Role: var role } message] || role != ChatRole.Assistant) return null;
        if (message.Contents.Any(content => content is not (TextContent or UsageContent))) return null;
        if (HasMore(response.AdditionalProperties) || HasMore(message.AdditionalProperties)) return null;
        if (options?.ResponseFormat is ChatResponseFormatJson && !HoldsJson(response.Text)) return null;
        var usage = response.Usage;
        return new(response.Text, response.ModelId, response.ResponseId, response.CreatedAt, usage?.InputTokenCount, usage?.OutputTokenCount);
    }

    /// <summary>The answer as it once came.</summary>
    public ChatResponse ToResponse() => new(new ChatMessage(ChatRole.Assistant, Text) { MessageId = ResponseId })
    {
        ModelId = ModelId,
        ResponseId = ResponseId,
        CreatedAt = CreatedAt,
        FinishReason = ChatFinishReason.Stop,
        Usage = InputTokens is null && OutputTokens is null
            ? null
            : new UsageDetails { InputTokenCount = InputTokens, OutputTokenCount = OutputTokens, TotalTokenCount = InputTokens + OutputTokens },
    };

    // What belongs to the call need not be kept. Of the answer itself (token probabilities) it would be missing from a hit.
    private static bool HasMore(AdditionalPropertiesDictionary? properties)
        => properties?.Values.Any(value => value is not (CallMeasure or ServedBy or ProviderLimits)) == true;

    // Fences and prose around it are the reader's business; that there is none at all is a failed answer, which is asked for again.
    private static bool HoldsJson(string text)
    {
        var (start, end) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
        if (start < 0 || end < start) return false;
        try
        {
            using var parsed = JsonDocument.Parse(text.AsMemory(start, end - start + 1), new JsonDocumentOptions { AllowTrailingCommas = true });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
