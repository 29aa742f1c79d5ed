using Microsoft.Extensions.AI;
using OpenAI.Embeddings;
using EmbeddingGenerationOptions = Microsoft.Extensions.AI.EmbeddingGenerationOptions;

namespace HybridAi.Llm.Providers;

/// <summary>OpenAI's own embedding client as an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>; it asks for vectors as base64.</summary>
internal sealed class OpenAiEmbeddingGenerator(EmbeddingClient client, string alias, ModelOptions model) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly OpenAiFailures _failures = new(alias, model.Endpoint!.Host, "a list of embeddings");

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values.ToList();
        var dimensions = options?.Dimensions ?? model.Dimensions;
        if (texts.Count == 0) return [];
        var reading = LimitReader.Begin();
        try
        {
            var request = new OpenAI.Embeddings.EmbeddingGenerationOptions { Dimensions = dimensions };
            var answer = (await client.GenerateEmbeddingsAsync(texts, request, cancellationToken)).Value;
            if (answer.Count != texts.Count) throw new FormatException($"There are {answer.Count} vectors for {texts.Count} texts.");
            var vectors = new ReadOnlyMemory<float>[texts.Count];
            foreach (var embedding in answer) vectors[embedding.Index] = embedding.ToFloats();
            Check(vectors, dimensions);
            var embeddings = new GeneratedEmbeddings<Embedding<float>>(vectors.Select(vector => new Embedding<float>(vector) { ModelId = answer.Model }))
            {
                Usage = answer.Usage is { } usage ? new UsageDetails { InputTokenCount = usage.InputTokenCount, OutputTokenCount = 0, TotalTokenCount = usage.TotalTokenCount } : null,
            };
            reading.Limits?.AttachTo(embeddings);
            return embeddings;
        }
        catch (Exception failure) when (_failures.Explain(failure) is { } explained)
        {
            throw explained;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata)) return new EmbeddingGeneratorMetadata("openai", model.Endpoint, model.Model, model.Dimensions);
        return serviceType.IsInstanceOfType(this) ? this : null; // Not the inner client: a call through it would miss the ledger.
    }

    public void Dispose()
    {
    }

    // A vector that is missing, of another length or not of numbers would poison an index for good.
    private static void Check(ReadOnlyMemory<float>[] vectors, int? dimensions)
    {
        var length = dimensions ?? vectors[0].Length;
        foreach (var vector in vectors)
        {
            if (vector.Length == 0 || vector.Length != length) throw new FormatException($"A vector has {vector.Length} numbers, not {length}.");
            foreach (var number in vector.Span)
                if (!float.IsFinite(number)) throw new FormatException("A vector holds something that is not a number.");
        }
    }
}
