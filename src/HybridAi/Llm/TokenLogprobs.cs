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

    // Pieces have a key of their own: where pieces are put together, the last piece's property would pass for the whole answer's.
    private const string PieceKey = "hybridai.logprobs.piece";

    /// <summary>Asks for the log-probability of every token, and for so many likelier ones beside each (0 to 20).</summary>
    public static void AskForLogprobs(this ChatOptions options, int top) => (options.AdditionalProperties ??= [])[Key] = top;

    /// <summary>How many likelier tokens are asked for beside each; null where log-probabilities are not asked for at all.</summary>
    public static int? AskedLogprobs(this ChatOptions options) => options.AdditionalProperties?.GetValueOrDefault(Key) as int?;

    /// <summary>The answer's log-probabilities; null where the provider told none.</summary>
    public static IReadOnlyList<TokenLogprob>? Logprobs(this ChatResponse response) => Find(response.AdditionalProperties, Key);

    /// <summary>The log-probabilities of a piece of an answer; null where the provider told none.</summary>
    public static IReadOnlyList<TokenLogprob>? Logprobs(this ChatResponseUpdate update) => Find(update.AdditionalProperties, PieceKey);

    internal static void Attach(this ChatResponse response, IReadOnlyList<TokenLogprob> tokens)
    {
        if (tokens.Count > 0) (response.AdditionalProperties ??= [])[Key] = tokens;
    }

    internal static void Attach(this ChatResponseUpdate update, IReadOnlyList<TokenLogprob> tokens)
    {
        if (tokens.Count > 0) (update.AdditionalProperties ??= [])[PieceKey] = tokens;
    }

    /// <summary>The end of a stream, without a message: what it carries becomes the whole answer's.</summary>
    internal static ChatResponseUpdate End(IReadOnlyList<TokenLogprob> tokens) => new() { AdditionalProperties = new() { [Key] = tokens } };

    private static IReadOnlyList<TokenLogprob>? Find(AdditionalPropertiesDictionary? properties, string key)
        => properties?.GetValueOrDefault(key) as IReadOnlyList<TokenLogprob>;
}
