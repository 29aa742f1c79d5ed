using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>For whom and about what a model is called. It travels with the options through the gateway and never leaves the process.</summary>
/// <param name="Project">The project that pays.</param>
/// <param name="Purpose">What for: <c>labelling</c>, <c>prediction</c>.</param>
/// <param name="RequestId">The run or request that caused the call.</param>
/// <param name="RecordId">The record it is about, where it has an id.</param>
/// <param name="Input">The text it is about, alone, without the prompt around it: recorded answers and caches find it by its hash.</param>
public sealed record CallContext(string Project, string Purpose, string RequestId, string? RecordId, string Input)
{
    private const string PropertyKey = "hybridai.call";

    /// <summary>The id of the API key that the call came with, never the key itself; null: none. Budgets by key count by it.</summary>
    public string? Key { get; init; }

    /// <summary>The tenant whose call it is; null: none. Budgets by tenant count by it, and cached answers never pass from one to another.</summary>
    public string? Tenant { get; init; }

    /// <summary>Whether the model is to be asked even where the cache has its answer; the new answer isn't kept either.</summary>
    public bool BypassCache { get; init; }

    /// <summary>The project of calls that belong to none, such as a look whether a model answers.</summary>
    public const string NoProject = "(none)";

    /// <summary>The context that <paramref name="options"/> carry.</summary>
    /// <exception cref="InvalidOperationException">They carry none: a call that nobody can account for is a defect of the caller.</exception>
    public static CallContext Of(ChatOptions? options) => Of(options?.AdditionalProperties);

    /// <inheritdoc cref="Of(ChatOptions?)"/>
    public static CallContext Of(EmbeddingGenerationOptions? options) => Of(options?.AdditionalProperties);

    /// <summary>Makes <paramref name="options"/> carry this context.</summary>
    public void AttachTo(ChatOptions options) => (options.AdditionalProperties ??= [])[PropertyKey] = this;

    /// <inheritdoc cref="AttachTo(ChatOptions)"/>
    public void AttachTo(EmbeddingGenerationOptions options) => (options.AdditionalProperties ??= [])[PropertyKey] = this;

    private static CallContext Of(AdditionalPropertiesDictionary? properties)
        => properties?.GetValueOrDefault(PropertyKey) as CallContext
            ?? throw new InvalidOperationException("A model was called without a CallContext: nobody could account for the call.");
}
