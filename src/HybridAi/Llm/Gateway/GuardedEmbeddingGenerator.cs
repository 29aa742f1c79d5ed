using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Calls for vectors through a door, which hears how each ended.</summary>
internal sealed class GuardedEmbeddingGenerator(IEmbeddingGenerator<string, Embedding<float>> inner, ICallDoor door)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values as IReadOnlyCollection<string> ?? [.. values];
        var guard = await door.EnterAsync(new GuardedCall(texts, options), cancellationToken);
        GeneratedEmbeddings<Embedding<float>> embeddings;
        try
        {
            embeddings = await base.GenerateAsync(texts, options, cancellationToken);
        }
        catch (Exception failure)
        {
            guard.Ended(new CallEnd(CallEnding.Broken).By(failure, cancellationToken));
            throw;
        }

        guard.Ended(CallEnd.Of(embeddings));
        return embeddings;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) (door as IDisposable)?.Dispose();
        base.Dispose(disposing);
    }
}
