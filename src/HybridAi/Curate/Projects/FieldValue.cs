using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HybridAi.Curate.Projects;

/// <summary>Reads the value of one extracted field.</summary>
internal static class FieldValue
{
    private const string Day = "yyyy-MM-dd";
    private const int MaxCharacters = 4_000;

    /// <summary>The value as it is kept, or why it is none; JSON null is the caller's affair.</summary>
    public static Outcome<JsonNode> Read(FieldDefinition field, JsonElement value) => field.Type switch
    {
        FieldType.Text when Text(value) is { Length: > 0 and <= MaxCharacters } text => JsonValue.Create(text),
        FieldType.Number when value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) => JsonValue.Create(number),
        FieldType.Date when DateOnly.TryParseExact(Text(value), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => JsonValue.Create(Text(value)!),
        FieldType.Boolean when value.ValueKind is JsonValueKind.True or JsonValueKind.False => JsonValue.Create(value.GetBoolean()),
        FieldType.Choice when field.Choices.Contains(Text(value)) => JsonValue.Create(Text(value)!),
        _ => Fault.BadInput("label-unknown", $"The field '{field.Name}' is {Expected(field)}."),
    };

    /// <summary>The JSON schema of the field in an answer. A field that is not required may be null.</summary>
    public static JsonObject Schema(FieldDefinition field)
    {
        var type = field.Type switch { FieldType.Number => "number", FieldType.Boolean => "boolean", _ => "string" };
        var schema = new JsonObject
        {
            ["type"] = field.Required ? type : new JsonArray(type, "null"),
            ["description"] = field.Type == FieldType.Choice ? field.Definition : $"{field.Definition} ({Expected(field)})".TrimStart(),
        };
        if (field.Type != FieldType.Choice) return schema;
        var choices = field.Choices.Select(choice => (JsonNode?)choice);
        schema["enum"] = new JsonArray([.. field.Required ? choices : choices.Append(null)]);
        return schema;
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : null;

    /// <summary>What the field holds, for a person or a model.</summary>
    public static string Expected(FieldDefinition field) => field.Type switch
    {
        FieldType.Text => $"words of the text, at most {MaxCharacters:N0} characters",
        FieldType.Number => "a number",
        FieldType.Date => $"a day as {Day}",
        FieldType.Boolean => "true or false",
        _ => $"one of {string.Join(", ", field.Choices)}",
    };
}
