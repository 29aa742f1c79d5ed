using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Turns a call for vectors to another model of the same vector space when the one that was asked for can't serve it. Vectors of two spaces
/// can't be compared, so settings that don't name one space for both are refused at start.
/// </summary>
/// <param name="inner">The way to the alias itself.</param>
/// <param name="failover">The other models, in order.</param>
internal sealed class FailoverEmbeddingGenerator(
    IEmbeddingGenerator<string, Embedding<float>> inner, Failover<IEmbeddingGenerator<string, Embedding<float>>> failover)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values as IReadOnlyCollection<string> ?? [.. values];
        var (embeddings, failed) = await failover.FirstThatServesAsync(
            () => base.GenerateAsync(texts, options, cancellationToken),
            way => way.Client.GenerateAsync(texts, options, cancellationToken),
            way => ContextLimitEmbeddingGenerator.TooLong(way.Alias, way.Options, texts));
        if (failed.Count > 0 && ServedBy.Of(embeddings) is { } served) failover.Whole(served, failed).AttachTo(embeddings);
        return embeddings;
    }
}
