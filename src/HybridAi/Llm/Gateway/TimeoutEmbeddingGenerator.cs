using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Gives up an embedding call that has not ended after the model's timeout.</summary>
internal sealed class TimeoutEmbeddingGenerator(IEmbeddingGenerator<string, Embedding<float>> inner, CallTimeout timeout)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        => timeout.RunAsync(token => base.GenerateAsync(values, options, token), cancellationToken);
}
