using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HybridAi.Tests.Llm.Loopback;

/// <summary>Embeddings of length 1 that depend on the text alone, as base64 or as numbers.</summary>
internal static class LoopbackEmbeddings
{
    private const int UsualDimensions = 8;

    public static async Task AnswerAsync(LoopbackCall call)
    {
        var json = call.Request.Json;
        var input = json.GetProperty("input");
        var texts = input.ValueKind == JsonValueKind.Array ? input.EnumerateArray().Select(text => text.GetString()!).ToList() : [input.GetString()!];
        var dimensions = json.TryGetProperty("dimensions", out var asked) ? asked.GetInt32() : UsualDimensions;
        var base64 = json.TryGetProperty("encoding_format", out var format) && format.GetString() == "base64";
        var tokens = texts.Sum(text => LoopbackCall.Tokens(text.Length));
        (call.Line.InputTokens, call.Line.ToldInputTokens) = (tokens, tokens);
        await call.WriteAsync(new
        {
            @object = "list",
            model = json.GetProperty("model").GetString(),
            data = texts.Select((text, index) => new { @object = "embedding", index, embedding = Encode(Vector(text, dimensions), base64) }),
            usage = new { prompt_tokens = tokens, total_tokens = tokens },
        });
        call.Line.Complete = true;
    }

    public static float[] Vector(string text, int dimensions)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        var vector = Enumerable.Range(0, dimensions).Select(i => hash[i % hash.Length] - 127.5f).ToArray();
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / length)];
    }

    private static object Encode(float[] vector, bool base64)
    {
        if (!base64) return vector;
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        return Convert.ToBase64String(bytes);
    }
}
