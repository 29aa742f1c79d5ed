using System.Text.Json;
using System.Text.Json.Nodes;

namespace HybridAi.Tests.Llm.Loopback;

/// <summary>A small value that satisfies a JSON schema of the strict kind: the first of every choice.</summary>
internal static class LoopbackSchema
{
    public static string Example(JsonElement schema) => (Value(schema, schema) ?? JsonValue.Create("null")).ToJsonString();

    private static JsonNode? Value(JsonElement schema, JsonElement root)
    {
        if (schema.TryGetProperty("$ref", out var reference)) return Value(Resolve(root, reference.GetString()!), root);
        if (schema.TryGetProperty("const", out var constant)) return JsonNode.Parse(constant.GetRawText());
        if (schema.TryGetProperty("enum", out var choices)) return JsonNode.Parse(choices[0].GetRawText());
        foreach (var union in new[] { "anyOf", "oneOf" })
            if (schema.TryGetProperty(union, out var options)) return Value(options[0], root);
        return Type(schema) switch
        {
            "object" => Object(schema, root),
            "array" => new JsonArray([.. Enumerable.Range(0, Integer(schema, "minItems") ?? 1).Select(_ => Value(schema.GetProperty("items"), root))]),
            "string" => JsonValue.Create("text"),
            "integer" => JsonValue.Create(Integer(schema, "minimum") ?? 1),
            "number" => JsonValue.Create(0.5 + (Integer(schema, "minimum") ?? 0)),
            "boolean" => JsonValue.Create(true),
            _ => null,
        };
    }

    private static JsonObject Object(JsonElement schema, JsonElement root)
    {
        var value = new JsonObject();
        if (schema.TryGetProperty("properties", out var properties))
            foreach (var property in properties.EnumerateObject()) value[property.Name] = Value(property.Value, root);
        return value;
    }

    private static string? Type(JsonElement schema)
        => !schema.TryGetProperty("type", out var type) ? null : type.ValueKind == JsonValueKind.Array ? type[0].GetString() : type.GetString();

    private static int? Integer(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    private static JsonElement Resolve(JsonElement root, string reference)
        => reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(root, (at, step) => at.GetProperty(step));
}
