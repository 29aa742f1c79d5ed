using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Providers;

/// <summary>
/// <c>hashed-ngrams</c>: embeddings without a model, a key or a network. Texts that share words, or parts of words, come close to each other;
/// texts that say the same in other words do not: it knows spelling, not meaning. Good for trying things out, for near-duplicates and as
/// the baseline that a real embedding model has to beat.
/// </summary>
public sealed class HashedNGramProvider : IEmbeddingProvider, ISelfCheckedProvider
{
    /// <summary>Numbers in a vector where the settings name none.</summary>
    public const int UsualDimensions = 512;

    /// <summary>Another way to make vectors is another version: what was measured on the old ones doesn't hold for them.</summary>
    internal const string AlgorithmVersion = "1";

    private const int FewestDimensions = 64;

    /// <inheritdoc/>
    public string Name => "hashed-ngrams";

    /// <inheritdoc/>
    public IReadOnlyList<Fault> Check(ModelOptions options) => options.Dimensions is < FewestDimensions
        ? [Fault.BadInput("model-settings", $"Hashed n-grams need at least {FewestDimensions} dimensions.", nameof(options.Dimensions))]
        : [];

    /// <inheritdoc/>
    public Outcome<IEmbeddingGenerator<string, Embedding<float>>> CreateEmbedding(string modelAlias, ModelOptions options)
    {
        if (Check(options) is [var fault, ..]) return fault;
        return new HashedNGramGenerator(options.Model, options.Dimensions ?? UsualDimensions);
    }

    /// <inheritdoc/>
    public Task<Fault?> LookAsync(ModelOptions options, CancellationToken cancellation) => Task.FromResult<Fault?>(null);
}
