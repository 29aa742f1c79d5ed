using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Structured;

/// <summary>A token of an answer, and how likely the model found it.</summary>
/// <param name="Utf8">The token's bytes, which may be part of a character.</param>
/// <param name="LogProbability">The natural logarithm of its probability.</param>
public sealed record TokenProbability(ReadOnlyMemory<byte> Utf8, double LogProbability);

/// <summary>Token probabilities as they are asked for and travel with an answer.</summary>
public static class TokenProbabilities
{
    private const string Key = "hybridai.token-probabilities";

    /// <summary>Makes <paramref name="options"/> ask for them, where the provider can say them.</summary>
    public static void AskFor(ChatOptions options) => (options.AdditionalProperties ??= [])[Key] = true;

    /// <summary>Whether they are asked for.</summary>
    public static bool AreAskedFor(ChatOptions? options) => options?.AdditionalProperties?.GetValueOrDefault(Key) is true;

    /// <summary>Makes an answer or its last update carry them.</summary>
    internal static AdditionalPropertiesDictionary? Attach(AdditionalPropertiesDictionary? properties, IReadOnlyList<TokenProbability> tokens)
    {
        if (tokens.Count > 0) (properties ??= [])[Key] = tokens;
        return properties;
    }

    /// <summary>
    /// How likely the model found a span of its answer: the product of the probabilities of all tokens that overlap it. A token that begins
    /// before the span or ends behind it counts whole, which can only make the product smaller. Null where the answer carries no
    /// probabilities, or tokens that do not add up to its text.
    /// </summary>
    /// <param name="response">The answer.</param>
    /// <param name="answer">Its text in UTF-8.</param>
    /// <param name="span">The span in bytes.</param>
    internal static double? OfSpan(ChatResponse response, ReadOnlySpan<byte> answer, Range span)
    {
        if (response.AdditionalProperties?.GetValueOrDefault(Key) is not IReadOnlyList<TokenProbability> tokens) return null;
        var (at, sum) = (0, 0.0);
        foreach (var token in tokens)
        {
            if (!answer[at..].StartsWith(token.Utf8.Span)) return null;
            var end = at + token.Utf8.Length;
            if (end > span.Start.Value && at < span.End.Value) sum += token.LogProbability;
            at = end;
        }

        return at == answer.Length ? Math.Clamp(Math.Exp(sum), 0, 1) : null;
    }
}
