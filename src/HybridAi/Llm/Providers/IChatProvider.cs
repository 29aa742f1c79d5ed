using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Providers;

/// <summary>
/// A way to reach models. A client that it makes says a failed call by <see cref="ModelCallException"/>, lets the caller's cancellation
/// pass, and sends nothing of <see cref="ChatOptions.AdditionalProperties"/> over the wire: what the gateway keeps there is ours.
/// </summary>
public interface IChatProvider
{
    /// <summary>The member's name in the settings: <c>openai</c>, <c>recorded</c>.</summary>
    string Name { get; }

    /// <summary>All that is wrong with a model's settings, as properties and reasons; calls nobody and opens no file.</summary>
    IReadOnlyList<Fault> Check(ModelOptions options);

    /// <summary>A client for one model, or the first fault of <see cref="Check"/>.</summary>
    Outcome<IChatClient> Create(string modelAlias, ModelOptions options);
}
