using Microsoft.Extensions.AI;

namespace HybridAi.Llm;

/// <summary>
/// Whether a provider is to hold an answer or a tool's arguments to their schema to the letter. Told under the names that the other providers
/// of Microsoft.Extensions.AI read.
/// </summary>
public static class StrictSchemas
{
    private const string OfAnswer = "strictJsonSchema";
    private const string OfTool = "strict";

    /// <summary>Whether the answer is held to its schema; so it is where nothing is said.</summary>
    public static bool StrictAnswer(this ChatOptions options) => options.AdditionalProperties?.GetValueOrDefault(OfAnswer) as bool? ?? true;

    /// <summary>Says whether the answer is to be held to its schema.</summary>
    public static void SetStrictAnswer(this ChatOptions options, bool strict) => (options.AdditionalProperties ??= [])[OfAnswer] = strict;

    /// <summary>Whether the tool's arguments are held to their schema; null where nothing is said and the provider decides.</summary>
    public static bool? Strict(this AITool tool) => tool.AdditionalProperties.GetValueOrDefault(OfTool) as bool?;

    /// <summary>A tool's properties that say so.</summary>
    public static IReadOnlyDictionary<string, object?> ToolProperties(bool? strict)
        => strict is { } said ? new Dictionary<string, object?> { [OfTool] = said } : [];
}
