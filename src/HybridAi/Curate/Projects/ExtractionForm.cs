using System.Text.Json;
using System.Text.Json.Nodes;
using HybridAi.Storage;

namespace HybridAi.Curate.Projects;

/// <summary>The fields of a text: kept as a JSON object that has every field, in the order of the schema; null is what the text doesn't say.</summary>
internal sealed class ExtractionForm(Project project) : LabelForm
{
    private readonly IReadOnlyList<FieldDefinition> _fields = project.Extract!;

    public override Outcome<string> Read(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Kept(document.RootElement) : NoObject(value);
        }
        catch (JsonException)
        {
            return NoObject(value);
        }
    }

    public override IReadOnlyList<string> Ungrounded(string label, string text)
    {
        using var document = JsonDocument.Parse(label);
        return
        [
            .. _fields.Where(field => field.Type == FieldType.Text)
                .Where(field => document.RootElement.GetProperty(field.Name).GetString() is { } said && !text.Contains(said, StringComparison.OrdinalIgnoreCase))
                .Select(field => $"{field.Name}: not in the text as it is given"),
        ];
    }

    internal override JsonObject AnswerSchema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(_fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)FieldValue.Schema(field)))),
        ["required"] = new JsonArray([.. _fields.Select(field => (JsonNode)field.Name)]),
        ["additionalProperties"] = false,
    };

    private Outcome<string> Kept(JsonElement given)
    {
        if (given.EnumerateObject().FirstOrDefault(property => _fields.All(field => field.Name != property.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } extra)
            return Unknown($"'{Shown(extra.Name)}' is not a field of '{project.Name}'. {Known(_fields.Select(field => field.Name))}");
        var kept = new JsonObject();
        foreach (var field in _fields)
        {
            if (!given.TryGetProperty(field.Name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                if (field.Required) return Unknown($"The field '{field.Name}' of '{project.Name}' is required and not given.");
                kept[field.Name] = null;
                continue;
            }

            if (!FieldValue.Read(field, value).Succeeded(out var read, out var fault)) return fault;
            kept[field.Name] = read;
        }

        return Json.Write(kept);
    }

    private Fault NoObject(string value) => Unknown($"'{Shown(value)}' is no JSON object with the fields {string.Join(", ", _fields.Select(field => field.Name))}.");
}
