using HybridAi.Llm.Providers;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Local;

/// <summary><c>local</c>: embeddings by the sentence encoder that runs in this process; no key, no network, no cost. English.</summary>
public sealed class LocalEncoderProvider(LocalEncoder encoder) : IEmbeddingProvider, ISelfCheckedProvider
{
    /// <inheritdoc/>
    public string Name => "local";

    /// <inheritdoc/>
    public IReadOnlyList<Fault> Check(ModelOptions options)
    {
        if (options.Model != LocalEncoder.ModelName)
            return [Fault.BadInput("model-settings", $"The local provider has one model, '{LocalEncoder.ModelName}'.", nameof(options.Model))];
        return options.Dimensions is { } wanted && wanted != LocalEncoder.Dimensions
            ? [Fault.BadInput("model-settings", $"'{LocalEncoder.ModelName}' gives {LocalEncoder.Dimensions} dimensions.", nameof(options.Dimensions))]
            : [];
    }

    /// <inheritdoc/>
    public Outcome<IEmbeddingGenerator<string, Embedding<float>>> CreateEmbedding(string modelAlias, ModelOptions options)
    {
        if (Check(options) is [var fault, ..]) return fault;
        return new LocalEncoderGenerator(encoder);
    }

    /// <inheritdoc/>
    public Task<Fault?> LookAsync(ModelOptions options, CancellationToken cancellation) => Task.FromResult(encoder.NotAvailable);
}
