using System.Text;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Structured;

/// <summary>How likely a model found a span of its answer.</summary>
internal static class SpanProbability
{
    /// <summary>
    /// The product of the probabilities of all tokens that overlap the span. A token that begins before the span or ends behind it counts
    /// whole, which can only make the product smaller. Null where the answer carries no log-probabilities, or tokens that do not add up to
    /// its text.
    /// </summary>
    /// <param name="response">The answer.</param>
    /// <param name="answer">Its text in UTF-8.</param>
    /// <param name="span">The span in bytes.</param>
    public static double? Of(ChatResponse response, ReadOnlySpan<byte> answer, Range span)
    {
        if (response.Logprobs() is not { } tokens) return null;
        var (at, sum) = (0, 0.0);
        foreach (var token in tokens)
        {
            var bytes = token.Bytes is { } known ? [.. known.Select(each => (byte)each)] : Encoding.UTF8.GetBytes(token.Token);
            if (!answer[at..].StartsWith(bytes)) return null;
            var end = at + bytes.Length;
            if (end > span.Start.Value && at < span.End.Value) sum += token.Logprob;
            at = end;
        }

        return at == answer.Length ? Math.Clamp(Math.Exp(sum), 0, 1) : null;
    }
}
