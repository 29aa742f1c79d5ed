using System.Text.Json;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Whether two answers say the same, as far as that can be told without asking anybody.</summary>
internal static class SemanticAgreement
{
    /// <summary>
    /// Of answers in JSON those properties count that the schema limits to choices, such as a label, and everything where there is none; of
    /// other answers the words, whatever their case and spacing. What is merely worded otherwise counts as different.
    /// </summary>
    public static bool Same(ChatOptions? options, string one, string other)
    {
        if (options?.ResponseFormat is not ChatResponseFormatJson format) return string.Equals(Words(one), Words(other), StringComparison.OrdinalIgnoreCase);
        if (Read(one) is not { } first || Read(other) is not { } second) return false;
        var choices = Choices(format.Schema).ToList();
        return choices.Count == 0
            ? JsonElement.DeepEquals(first, second)
            : choices.TrueForAll(name => first.TryGetProperty(name, out var here) && second.TryGetProperty(name, out var there) && JsonElement.DeepEquals(here, there));
    }

    private static IEnumerable<string> Choices(JsonElement? schema)
        => schema is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Where(property => property.Value.TryGetProperty("enum", out _)).Select(property => property.Name)
            : [];

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static JsonElement? Read(string text)
    {
        try
        {
            var (start, end) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
            return start < 0 || end < start
                ? null
                : JsonDocument.Parse(text.AsMemory(start, end - start + 1), new JsonDocumentOptions { AllowTrailingCommas = true }).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
