using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace HybridAi.Llm.Providers;

/// <summary>Log-probabilities in OpenAI's words.</summary>
internal static class OpenAiLogprobs
{
    public static void Ask(ChatOptions options, ChatCompletionOptions request)
    {
        if (options.AskedLogprobs() is not { } top) return;
        request.IncludeLogProbabilities = true;
        if (top > 0) request.TopLogProbabilityCount = top;
    }

    public static IReadOnlyList<TokenLogprob> Of(IEnumerable<ChatTokenLogProbabilityDetails> tokens) => [.. tokens.Select(token => new TokenLogprob(
        token.Token, token.LogProbability, Bytes(token.Utf8Bytes),
        [.. token.TopLogProbabilities.Select(likely => new TokenLogprob(likely.Token, likely.LogProbability, Bytes(likely.Utf8Bytes), []))]))];

    private static int[]? Bytes(ReadOnlyMemory<byte>? utf8) => utf8 is { } bytes ? [.. bytes.ToArray().Select(each => (int)each)] : null;
}
