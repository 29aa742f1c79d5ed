using Microsoft.Extensions.AI;

namespace HybridAi.Llm;

/// <summary>A model that may be called.</summary>
/// <param name="Alias">Its name in the settings: <c>small</c>, <c>large</c>.</param>
/// <param name="Options">Who serves it, under which id, at what price.</param>
/// <param name="Client">The way to it, through the whole gateway; owned by the catalogue.</param>
public sealed record Model(string Alias, ModelOptions Options, IChatClient Client);
