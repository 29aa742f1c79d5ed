using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Makes a failed call for vectors again.</summary>
internal sealed class RetryEmbeddingGenerator(IEmbeddingGenerator<string, Embedding<float>> inner, Retries retries)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values as IReadOnlyCollection<string> ?? [.. values];
        using var limit = retries.Begin();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var (embeddings, served) = await retries.RunAsync(() => base.GenerateAsync(texts, options, either.Token), limit, cancellationToken);
        served.AttachTo(embeddings);
        return embeddings;
    }
}
