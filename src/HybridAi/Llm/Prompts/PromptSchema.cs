using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace HybridAi.Llm.Prompts;

/// <summary>Reads a prompt's <c>output_variable</c>: what it asks for, with the JSON schema of it.</summary>
internal static class PromptSchema
{
    private static readonly string[] Keys = ["description", "json_schema"];

    /// <summary>The schema, or what is wrong with it.</summary>
    public static JsonElement Of(YamlNode? node, out string? fault)
    {
        fault = null;
        if (node is not YamlMappingNode output || !output.Children.TryGetValue(new YamlScalarNode("json_schema"), out var written))
        {
            fault = """'output_variable' says by 'json_schema' what is asked for; {"type": "string"} where that is free text.""";
            return default;
        }

        if (output.Children.Keys.FirstOrDefault(key => !Keys.Contains(key.ToString())) is { } unknown)
            fault = $"There is no key '{unknown}' here: {string.Join(", ", Keys)}.";
        try
        {
            using var parsed = JsonDocument.Parse(((YamlScalarNode)written).Value ?? "");
            if (parsed.RootElement is { ValueKind: JsonValueKind.Object } schema && schema.TryGetProperty("type", out _)) return schema.Clone();
            fault = "'json_schema' is a JSON object with a type.";
        }
        catch (Exception broken) when (broken is JsonException or InvalidCastException)
        {
            fault = "'json_schema' is no JSON.";
        }

        return default;
    }
}
