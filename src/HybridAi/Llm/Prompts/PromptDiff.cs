using System.Globalization;
using System.Text.Json;

namespace HybridAi.Llm.Prompts;

/// <summary>One thing that is different between two prompts.</summary>
/// <param name="What">What: <c>version</c>, <c>variable text</c>, <c>setting temperature</c>, <c>schema properties.label.type</c>.</param>
/// <param name="Before">How it was; null: it was not there.</param>
/// <param name="After">How it is; null: it is gone.</param>
public sealed record PromptChange(string What, string? Before, string? After);

/// <summary>
/// What is different between two prompts beside their wording: version, the values that they take, how they set their model, and what they
/// ask for. The wording is compared by <see cref="LineDiff"/>.
/// </summary>
public static class PromptDiff
{
    /// <summary>All differences; none where both say the same in this.</summary>
    public static IReadOnlyList<PromptChange> Of(Prompt before, Prompt after)
    {
        var (was, has) = (Facts(before), Facts(after));
        return [.. was.Keys.Union(has.Keys)
            .Select(what => new PromptChange(what, was.GetValueOrDefault(what), has.GetValueOrDefault(what)))
            .Where(change => change.Before != change.After)];
    }

    private static Dictionary<string, string> Facts(Prompt prompt)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = prompt.Name, ["version"] = prompt.Version };
        foreach (var variable in prompt.Variables) facts[$"variable {variable.Name}"] = variable.Required ? "required" : "optional";
        if (prompt.Settings.Temperature is { } temperature) facts["setting temperature"] = temperature.ToString(CultureInfo.InvariantCulture);
        if (prompt.Settings.MaxTokens is { } tokens) facts["setting max_tokens"] = tokens.ToString(CultureInfo.InvariantCulture);
        Add(facts, "schema", prompt.OutputSchema, ' ');
        return facts;
    }

    // A leaf a fact, so that a change deep in a schema is told by its place.
    private static void Add(Dictionary<string, string> facts, string path, JsonElement value, char separator)
    {
        if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any())
            foreach (var property in value.EnumerateObject()) Add(facts, $"{path}{separator}{property.Name}", property.Value, '.');
        else facts[path] = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }
}
