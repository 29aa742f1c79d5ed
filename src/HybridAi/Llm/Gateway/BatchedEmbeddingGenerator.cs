using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Sends more texts than one call takes in several, one after another, and adds up what they cost; a sum with an unknown part is unknown.
/// What stands inside keeps each call's vectors as they come, so that a failure of a later one loses nothing that was paid for.
/// </summary>
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
            all = all is null ? some : Sum(all, some);
        }

        return all ?? [];
    }

    /// <summary>The vectors of two calls, one after the other, with what both took.</summary>
    public static GeneratedEmbeddings<Embedding<float>> Sum(GeneratedEmbeddings<Embedding<float>> first, GeneratedEmbeddings<Embedding<float>> second)
    {
        var sum = new GeneratedEmbeddings<Embedding<float>>([.. first, .. second]);
        if (first.Usage is { } usage && second.Usage is { } more)
        {
            sum.Usage = new UsageDetails();
            sum.Usage.Add(usage);
            sum.Usage.Add(more);
        }

        var (one, other) = (CallMeasures.Find(first.AdditionalProperties), CallMeasures.Find(second.AdditionalProperties));
        sum.Attach(new CallMeasure(one?.CostUsd + other?.CostUsd, one?.Latency + other?.Latency) { FromCache = one?.FromCache == true && other?.FromCache == true });
        Served(ServedBy.Of(first), ServedBy.Of(second))?.AttachTo(sum);
        return sum;
    }

    // Where several served, the one that was not asked for is the one to know about.
    private static ServedBy? Served(ServedBy? first, ServedBy? second)
    {
        if (first is null || second is null) return first ?? second;
        var last = second.Alias == second.Asked ? first : second;
        return last with { Failed = [.. first.Failed, .. second.Failed] };
    }
}
