using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Providers;

/// <summary>A way to reach models of any kind.</summary>
public interface IModelProvider
{
    /// <summary>The member's name in the settings: <c>openai</c>, <c>recorded</c>.</summary>
    string Name { get; }

    /// <summary>All that is wrong with a model's settings, as properties and reasons; calls nobody and opens no file.</summary>
    IReadOnlyList<Fault> Check(ModelOptions options);
}

/// <summary>
/// A way to reach embedding models. A generator that it makes says a failed call by <see cref="ModelCallException"/>, lets the caller's
/// cancellation pass, gives one vector of one length for each text in their order, and sends nothing of
/// <see cref="EmbeddingGenerationOptions.AdditionalProperties"/> over the wire.
/// </summary>
public interface IEmbeddingProvider : IModelProvider
{
    /// <summary>A generator for one model, or the first fault of <see cref="IModelProvider.Check"/>.</summary>
    Outcome<IEmbeddingGenerator<string, Embedding<float>>> CreateEmbedding(string modelAlias, ModelOptions options);
}

/// <summary>A provider whose models can be looked at without being asked anything, because nothing outside this machine answers.</summary>
public interface ISelfCheckedProvider : IModelProvider
{
    /// <summary>What stands in the way of an answer; null when nothing does.</summary>
    Task<Fault?> LookAsync(ModelOptions options, CancellationToken cancellation);
}
