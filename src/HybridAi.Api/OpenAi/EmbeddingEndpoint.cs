using System.Buffers.Binary;
using System.Text.Json;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Api.OpenAi;

/// <summary>OpenAI's embeddings over our models.</summary>
internal static class EmbeddingEndpoint
{
    private const int MaxTexts = 2_048;
    private const string Purpose = "embedding";
    private const string Base64 = "base64";

    public static async Task<IResult> EmbedAsync(HttpContext http, ModelCatalogue models, CallAttribution attribution, TimeProvider clock, CancellationToken cancellation)
    {
        var (request, refused) = await RequestBody.ReadAsync<EmbeddingRequest>(http.Request, cancellation);
        if (request is null) return refused!;
        if (!Texts(request).Succeeded(out var texts, out var fault)) return OpenAiFaults.Of(fault);
        if (!models.FindEmbedding(request.Model!).Succeeded(out var model, out fault)) return OpenAiFaults.Of(fault);
        var booked = await attribution.OfAsync(http.Request, Purpose, string.Join('\n', texts), cancellation);
        if (!booked.Succeeded(out var context, out fault)) return OpenAiFaults.Of(fault);

        var options = new EmbeddingGenerationOptions { Dimensions = request.Dimensions };
        context.AttachTo(options);
        http.Response.Headers[ChatEndpoint.RequestHeader] = context.RequestId;
        http.Response.Headers[ChatEndpoint.AskedHeader] = model.Alias;
        try
        {
            var embeddings = await model.Generator.GenerateAsync(texts, options, cancellation);
            var served = ServedBy.Of(embeddings)?.Alias ?? model.Alias;
            http.Response.Headers[ChatEndpoint.AliasHeader] = served;
            if (embeddings.CostUsd() is { } cost) http.Response.Headers[ChatEndpoint.CostHeader] = FormattableString.Invariant($"{cost:0.############}");
            return TypedResults.Json(Answer(served, embeddings, request.EncodingFormat == Base64), OpenAiJson.Options);
        }
        catch (ModelCallException failure)
        {
            return OpenAiFaults.Of(failure, clock.GetUtcNow());
        }
    }

    private static Outcome<List<string>> Texts(EmbeddingRequest request)
    {
        if (request.Others?.Keys.FirstOrDefault() is { } unknown) return Fault.BadInput("unknown-parameter", $"Unknown parameter: '{unknown}'.", unknown);
        if (string.IsNullOrWhiteSpace(request.Model)) return ChatRequestFields.Missing("model");
        if (request.EncodingFormat is not (null or "float" or Base64)) return ChatRequestFields.Invalid("encoding_format", "'encoding_format' is 'float' or 'base64'.");
        if (request.Dimensions < 1) return ChatRequestFields.Invalid("dimensions", "'dimensions' is at least 1.");
        if (request.Input is not { ValueKind: not JsonValueKind.Null } input) return ChatRequestFields.Missing("input");
        if (input.ValueKind == JsonValueKind.String) return Checked([input.GetString()!]);
        if (input.ValueKind != JsonValueKind.Array || input.EnumerateArray().Any(text => text.ValueKind != JsonValueKind.String))
            return ChatRequestFields.Invalid("input", "'input' is a text or a list of texts; lists of token numbers are not served here.");
        return Checked([.. input.EnumerateArray().Select(text => text.GetString()!)]);
    }

    private static Outcome<List<string>> Checked(List<string> texts)
    {
        if (texts.Count is 0 or > MaxTexts) return ChatRequestFields.Invalid("input", $"'input' holds 1 to {MaxTexts} texts.");
        return texts.Any(text => text.Length == 0) ? ChatRequestFields.Invalid("input", "'input' cannot hold an empty text.") : texts;
    }

    private static EmbeddingList Answer(string alias, GeneratedEmbeddings<Embedding<float>> embeddings, bool base64) => new(
        "list",
        [.. embeddings.Select((embedding, index) => new EmbeddingItem("embedding", index, base64 ? Encode(embedding.Vector.Span) : embedding.Vector.ToArray()))],
        alias,
        embeddings.Usage?.InputTokenCount is { } tokens ? new(tokens, null, tokens) : null);

    private static string Encode(ReadOnlySpan<float> vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        return Convert.ToBase64String(bytes);
    }
}
