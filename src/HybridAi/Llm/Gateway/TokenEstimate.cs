using System.Text;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>The tokens that a call may take, before anybody has counted them: an estimate, and only for the rate limit.</summary>
internal static class TokenEstimate
{
    // OpenAI's rule of thumb: a token is about four characters of English; other scripts have more bytes a character, and more tokens.
    public const int BytesPerToken = 4;
    private const int TokensPerMessage = 4;

    public static long Of(IEnumerable<ChatMessage> messages, ChatOptions? options, int assumedOutputTokens)
    {
        long tokens = options?.MaxOutputTokens ?? assumedOutputTokens;
        foreach (var message in messages) tokens += TokensPerMessage + Of(message.Text);
        return tokens;
    }

    public static long Of(IEnumerable<string> texts) => texts.Sum(Of);

    private static long Of(string text) => (Encoding.UTF8.GetByteCount(text) + BytesPerToken - 1) / BytesPerToken;
}
