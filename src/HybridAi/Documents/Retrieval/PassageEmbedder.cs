using System.Numerics.Tensors;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Documents.Retrieval;

/// <summary>Makes the vectors of passages and queries by an embedding model, through the gateway that accounts for the calls.</summary>
/// <param name="generator">The way to the model; every call carries a <see cref="CallContext"/>.</param>
public sealed class PassageEmbedder(IEmbeddingGenerator<string, Embedding<float>> generator)
{
    private const string Purpose = "retrieval";

    /// <summary>Vectors of length 1, one a text.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="tenant">Who pays.</param>
    /// <param name="about">The document or the query that they are of.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PassageIndexUnavailableException">The model could not be called.</exception>
    public async Task<float[][]> EmbedAsync(IReadOnlyList<string> texts, string tenant, string about, CancellationToken cancellation)
    {
        if (texts.Count == 0) return [];
        var options = new EmbeddingGenerationOptions();
        new CallContext(CallContext.NoProject, Purpose, about, null, texts[0]) { Tenant = tenant }.AttachTo(options);
        try
        {
            var made = await generator.GenerateAsync(texts, options, cancellation);
            return [.. made.Select(embedding => Unit(embedding.Vector.Span))];
        }
        catch (ModelCallException failed)
        {
            throw new PassageIndexUnavailableException($"The embedding model can't be called: {failed.Fault.Reason}", failed);
        }
    }

    private static float[] Unit(ReadOnlySpan<float> vector)
    {
        var unit = vector.ToArray();
        if (TensorPrimitives.Norm(vector) is > 0 and var length) TensorPrimitives.Divide(vector, length, unit);
        return unit;
    }
}
