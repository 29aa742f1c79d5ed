using Microsoft.Extensions.AI;

namespace HybridAi.Llm;

/// <summary>How likely a token of an answer was.</summary>
/// <param name="Token">The token.</param>
/// <param name="Logprob">The natural logarithm of its probability.</param>
/// <param name="Bytes">Its UTF-8; null where the provider did not say.</param>
/// <param name="Top">The likeliest tokens at its place, where they were asked for.</param>
public sealed record TokenLogprob(string Token, double Logprob, IReadOnlyList<int>? Bytes, IReadOnlyList<TokenLogprob> Top);

/// <summary>Log-probabilities as they are asked for and as they travel with an answer.</summary>
public static class TokenLogprobs
{
    private const string Key = "hybridai.logprobs";

    /// <summary>Asks for the log-probability of every token, and for so many likelier ones beside each (0 to 20).</summary>
    public static void AskForLogprobs(this ChatOptions options, int top) => (options.AdditionalProperties ??= [])[Key] = top;

    /// <summary>How many likelier tokens are asked for beside each; null where log-probabilities are not asked for at all.</summary>
    public static int? AskedLogprobs(this ChatOptions options) => options.AdditionalProperties?.GetValueOrDefault(Key) as int?;

    /// <summary>The answer's log-probabilities; null where the provider told none.</summary>
    public static IReadOnlyList<TokenLogprob>? Logprobs(this ChatResponse response) => Find(response.AdditionalProperties);

    /// <summary>The log-probabilities of a piece of an answer; null where the provider told none.</summary>
    public static IReadOnlyList<TokenLogprob>? Logprobs(this ChatResponseUpdate update) => Find(update.AdditionalProperties);

    internal static void Attach(this ChatResponse response, IReadOnlyList<TokenLogprob> tokens)
    {
        if (tokens.Count > 0) (response.AdditionalProperties ??= [])[Key] = tokens;
    }

    internal static void Attach(this ChatResponseUpdate update, IReadOnlyList<TokenLogprob> tokens)
    {
        if (tokens.Count > 0) (update.AdditionalProperties ??= [])[Key] = tokens;
    }

    private static IReadOnlyList<TokenLogprob>? Find(AdditionalPropertiesDictionary? properties)
        => properties?.GetValueOrDefault(Key) as IReadOnlyList<TokenLogprob>;
}
