using System.Numerics.Tensors;
using HybridAi.Llm.Providers;
using HybridAi.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Vectors of length 1, so that their product is their similarity.</summary>
/// <param name="Vectors">One a text, in order.</param>
/// <param name="CostUsd">What they cost; null where unknown.</param>
internal sealed record SemanticVectors(IReadOnlyList<float[]> Vectors, decimal? CostUsd);

/// <summary>Makes vectors of questions, by the model that the settings name or by the built-in hashed n-grams.</summary>
internal sealed class SemanticEmbedder
{
    private const string BuiltIn = "hashed-ngrams";
    private const string Purpose = "semantic-cache";
    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;

    private SemanticEmbedder(EmbeddingModel model)
    {
        (_generator, Name) = (model.Generator, model.Alias);
        var options = model.Options;
        var ours = options.Provider == BuiltIn ? HashedNGramProvider.AlgorithmVersion : "";
        Version = ContentHash.Of(options.Provider, options.Model, options.Endpoint?.ToString() ?? "", options.Dimensions?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "", ours);
    }

    /// <summary>The model's alias.</summary>
    public string Name { get; }

    /// <summary>The hash of all that decides the vectors.</summary>
    public string Version { get; }

    /// <summary>The embedder of the settings, or a fault: there is no such model.</summary>
    /// <param name="alias">The alias; null: the built-in one.</param>
    /// <param name="find">Finds a model of the catalogue.</param>
    public static Outcome<SemanticEmbedder> Open(string? alias, Func<string, Outcome<EmbeddingModel>> find)
    {
        if (alias is not null) return find(alias).Then<SemanticEmbedder>(model => new SemanticEmbedder(model));
        var options = new ModelOptions { Kind = ModelKind.Embedding, Provider = BuiltIn, Model = BuiltIn };
        return new HashedNGramProvider().CreateEmbedding(BuiltIn, options).Then<SemanticEmbedder>(made => new SemanticEmbedder(new(BuiltIn, options, made)));
    }

    /// <summary>The texts' vectors.</summary>
    /// <exception cref="ModelCallException">The model could not be called.</exception>
    public async Task<SemanticVectors> EmbedAsync(IReadOnlyList<string> texts, CallContext call, CancellationToken cancellation)
    {
        var options = new EmbeddingGenerationOptions();
        (call with { Purpose = Purpose }).AttachTo(options);
        var made = await _generator.GenerateAsync(texts, options, cancellation);
        return new([.. made.Select(embedding => Unit(embedding.Vector.Span))], made.CostUsd());
    }

    private static float[] Unit(ReadOnlySpan<float> vector)
    {
        var unit = vector.ToArray();
        if (TensorPrimitives.Norm(vector) is > 0 and var length) TensorPrimitives.Divide(vector, length, unit);
        return unit;
    }
}
