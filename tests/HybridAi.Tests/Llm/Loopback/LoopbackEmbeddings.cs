using System.Runtime.InteropServices;
using System.Text.Json;

namespace HybridAi.Tests.Llm.Loopback;

/// <summary>Embeddings, as base64 or as numbers.</summary>
internal static class LoopbackEmbeddings
{
    private const int UsualDimensions = 8;
    private const int TokensPerText = 10;

    /// <summary>Answers with vectors all of whose numbers are the same.</summary>
    /// <param name="dimensions">Their length, whatever is asked for; null: as asked, otherwise 8.</param>
    /// <param name="number">The number by the text's place; null: place + 0.5.</param>
    /// <param name="missing">So many texts get no vector.</param>
    public static LoopbackBehaviour Say(int? dimensions = null, Func<int, float>? number = null, int missing = 0) => async call =>
    {
        var json = call.Request.Json;
        var input = json.GetProperty("input");
        var count = (input.ValueKind == JsonValueKind.Array ? input.GetArrayLength() : 1) - missing;
        var length = dimensions ?? (json.TryGetProperty("dimensions", out var asked) ? asked.GetInt32() : UsualDimensions);
        var base64 = json.TryGetProperty("encoding_format", out var format) && format.GetString() == "base64";
        var tokens = count * TokensPerText;
        (call.Line.InputTokens, call.Line.ToldInputTokens) = (tokens, tokens);
        await call.WriteAsync(new
        {
            @object = "list",
            model = json.GetProperty("model").GetString(),
            // Out of order on purpose: the index says which text a vector belongs to.
            data = Enumerable.Range(0, count).Reverse().Select(index => new
            {
                @object = "embedding", index, embedding = Encode([.. Enumerable.Repeat(number?.Invoke(index) ?? index + 0.5f, length)], base64),
            }),
            usage = new { prompt_tokens = tokens, total_tokens = tokens },
        });
        call.Line.Complete = true;
    };

    private static object Encode(float[] vector, bool base64) => base64 ? Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)) : vector;
}
