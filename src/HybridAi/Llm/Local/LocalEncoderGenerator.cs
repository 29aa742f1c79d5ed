using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Local;

/// <summary>The sentence encoder as an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>. Vectors have length 1; of a long text the beginning is read.</summary>
internal sealed class LocalEncoderGenerator(LocalEncoder encoder) : IEmbeddingGenerator<string, Embedding<float>>
{
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (encoder.NotAvailable is { } fault) throw new ModelCallException(fault);
        var texts = values.ToList();
        // Computing takes milliseconds a text: the caller's thread is not held for it.
        var encoded = await Task.Run(() => encoder.Encode(texts), cancellationToken);
        var embeddings = new GeneratedEmbeddings<Embedding<float>>(encoded.Select(text => new Embedding<float>(text.Vector) { ModelId = LocalEncoder.ModelName }));
        embeddings.Attach(new CallMeasure(0, null)); // Nobody is called, so nothing is paid.
        return embeddings;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata)) return new EmbeddingGeneratorMetadata("local", null, LocalEncoder.ModelName, LocalEncoder.Dimensions);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    // The encoder is the container's to close.
    public void Dispose()
    {
    }
}
