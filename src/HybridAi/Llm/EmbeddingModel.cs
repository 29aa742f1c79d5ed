using Microsoft.Extensions.AI;

namespace HybridAi.Llm;

/// <summary>An embedding model that may be called.</summary>
/// <param name="Alias">Its name in the settings: <c>embed</c>.</param>
/// <param name="Options">Who serves it, under which id, at what price.</param>
/// <param name="Generator">
/// The way to it, through the whole gateway; owned by the catalogue. Every call carries a <see cref="Gateway.CallContext"/> in its options;
/// more texts than one call takes go out in several.
/// </param>
public sealed record EmbeddingModel(string Alias, ModelOptions Options, IEmbeddingGenerator<string, Embedding<float>> Generator);
