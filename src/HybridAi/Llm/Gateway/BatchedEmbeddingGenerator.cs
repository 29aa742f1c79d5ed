using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Sends more texts than one call takes in several, one after another, and adds up what they cost; a sum with an unknown part is unknown.</summary>
internal sealed class BatchedEmbeddingGenerator(IEmbeddingGenerator<string, Embedding<float>> inner, int textsPerCall)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        GeneratedEmbeddings<Embedding<float>>? all = null;
        foreach (var texts in values.Chunk(textsPerCall))
        {
            var some = await base.GenerateAsync(texts, options, cancellationToken);
            if (all is null)
            {
                all = some;
                continue;
            }

            var measure = new CallMeasure(all.CostUsd() + some.CostUsd(), all.Latency() + some.Latency());
            if (all.Usage is not null && some.Usage is not null) all.Usage.Add(some.Usage);
            else all.Usage = null;
            all.AddRange(some);
            all.Attach(measure);
        }

        return all ?? [];
    }
}
