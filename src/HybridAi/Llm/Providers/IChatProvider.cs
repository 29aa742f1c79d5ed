using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Providers;

/// <summary>
/// A way to reach chat models. A client that it makes says a failed call by <see cref="ModelCallException"/>, lets the caller's cancellation
/// pass, and sends nothing of <see cref="ChatOptions.AdditionalProperties"/> over the wire: what the gateway keeps there is ours.
/// </summary>
public interface IChatProvider : IModelProvider
{
    /// <summary>A client for one model, or the first fault of <see cref="IModelProvider.Check"/>.</summary>
    Outcome<IChatClient> Create(string modelAlias, ModelOptions options);
}
