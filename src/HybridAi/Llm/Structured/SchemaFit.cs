using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HybridAi.Llm.Structured;

/// <summary>
/// Holds an answer to a schema as <see cref="AnswerSchema"/> makes them (type, enum, properties, required, items, minimum, maximum, $ref)
/// and says each breach with its path. Forgiven, with a note: a property that was not asked for is left out; a choice counts but for case
/// and surrounding space; a number may stand in quotes; what the schema allows to be null is null where it is missing or unusable.
/// </summary>
internal sealed class SchemaFit
{
    private readonly JsonElement _root;

    private SchemaFit(JsonElement root) => _root = root;

    /// <summary>What breaks the schema, each with its path.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>What was forgiven.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The answer as the schema has it; of use only without faults.</summary>
    public JsonNode? Value { get; private set; }

    public static SchemaFit Of(JsonElement answer, JsonElement schema)
    {
        var fit = new SchemaFit(schema);
        fit.Value = fit.Fit(answer, schema, "");
        return fit;
    }

    private JsonNode? Fit(JsonElement value, JsonElement schema, string path)
    {
        schema = Resolve(schema);
        if (schema.ValueKind != JsonValueKind.Object) return JsonSerializer.SerializeToNode(value);
        var kind = value.ValueKind;
        if (schema.TryGetProperty("enum", out var choices)) return Choice(value, choices, schema, path);
        if (kind == JsonValueKind.Null && Allows(schema, "null")) return null;
        if (kind == JsonValueKind.Object && Allows(schema, "object")) return Object(value, schema, path);
        if (kind == JsonValueKind.Array && Allows(schema, "array")) return Array(value, schema, path);
        if (kind == JsonValueKind.String && Allows(schema, "string")) return JsonValue.Create(value.GetString());
        if (kind is JsonValueKind.True or JsonValueKind.False && Allows(schema, "boolean")) return JsonValue.Create(value.GetBoolean());
        if (Allows(schema, "number") || Allows(schema, "integer")) return Number(value, schema, path);
        return Broken(path, $"{Types(schema)} was asked for, and {Name(kind)} given");
    }

    private JsonObject Object(JsonElement value, JsonElement schema, string path)
    {
        var fitted = new JsonObject();
        if (!schema.TryGetProperty("properties", out var properties)) return fitted;
        var given = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in value.EnumerateObject()) given[property.Name] = property.Value;
        foreach (var property in properties.EnumerateObject())
        {
            var at = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            var nullable = Allows(Resolve(property.Value), "null");
            if (!given.Remove(property.Name, out var found))
            {
                if (nullable) Notes.Add($"{at}: missing");
                else Broken(at, "missing");
                fitted[property.Name] = null;
                continue;
            }

            var before = Faults.Count;
            fitted[property.Name] = Fit(found, property.Value, at);
            if (!nullable || Faults.Count == before) continue;
            Notes.Add($"{Faults[before]}; left out");
            Faults.RemoveRange(before, Faults.Count - before);
            fitted[property.Name] = null;
        }

        Notes.AddRange(given.Keys.Select(name => $"{Excerpt.Of(name)}: not asked for"));
        return fitted;
    }

    private JsonArray Array(JsonElement value, JsonElement schema, string path)
    {
        var fitted = new JsonArray();
        var items = schema.TryGetProperty("items", out var of) ? of : default;
        var index = 0;
        foreach (var item in value.EnumerateArray()) fitted.Add(Fit(item, items, $"{path}[{index++}]"));
        return fitted;
    }

    private JsonNode? Choice(JsonElement value, JsonElement choices, JsonElement schema, string path)
    {
        if (value.ValueKind == JsonValueKind.Null && Allows(schema, "null")) return null;
        var said = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var known = choices.EnumerateArray().Where(choice => choice.ValueKind == JsonValueKind.String).Select(choice => choice.GetString()!).ToList();
        if (value.ValueKind == JsonValueKind.String)
        {
            if (known.Contains(said, StringComparer.Ordinal)) return JsonValue.Create(said);
            if (known.Where(choice => choice.Equals(said.Trim(), StringComparison.OrdinalIgnoreCase)).ToList() is [var only])
            {
                Notes.Add($"{path}: written {Excerpt.Of(said)}");
                return JsonValue.Create(only);
            }
        }

        return Broken(path, $"{Excerpt.Of(said)} is none of {string.Join(", ", known)}");
    }

    private JsonNode? Number(JsonElement value, JsonElement schema, string path)
    {
        var quoted = value.ValueKind == JsonValueKind.String;
        if (!(quoted ? double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var number) : Read(value, out number)) || !double.IsFinite(number))
            return Broken(path, $"{Types(schema)} was asked for, and {Name(value.ValueKind)} given");
        if (!Allows(schema, "number") && number != Math.Floor(number)) return Broken(path, "a whole number was asked for");
        if (schema.TryGetProperty("minimum", out var least) && number < least.GetDouble()) return Broken(path, $"below {least.GetRawText()}");
        if (schema.TryGetProperty("maximum", out var most) && number > most.GetDouble()) return Broken(path, $"above {most.GetRawText()}");
        if (quoted) Notes.Add($"{path}: a number in quotes");
        return quoted || !Allows(schema, "number") ? Allows(schema, "number") ? JsonValue.Create(number) : JsonValue.Create((long)number) : JsonValue.Create(value);
    }

    private static bool Read(JsonElement value, out double number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out number);
    }

    // "#" and "#/properties/next": recursive records.
    private JsonElement Resolve(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("$ref", out var reference)) return schema;
        var found = _root;
        foreach (var part in reference.GetString()!.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            found = found.ValueKind == JsonValueKind.Array ? found[int.Parse(part, CultureInfo.InvariantCulture)] : found.GetProperty(part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        return found;
    }

    private static bool Allows(JsonElement schema, string type) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out var allowed)
        && (allowed.ValueKind == JsonValueKind.Array ? allowed.EnumerateArray().Any(one => one.GetString() == type) : allowed.GetString() == type);

    private static string Types(JsonElement schema) => !schema.TryGetProperty("type", out var allowed) ? "anything"
        : allowed.ValueKind == JsonValueKind.Array ? string.Join(" or ", allowed.EnumerateArray().Select(one => one.GetString())) : allowed.GetString()!;

    private static string Name(JsonValueKind kind) => kind is JsonValueKind.True or JsonValueKind.False ? "boolean" : kind.ToString().ToLowerInvariant();

    private JsonNode? Broken(string path, string reason)
    {
        Faults.Add($"{(path.Length == 0 ? "the answer" : path)}: {reason}");
        return null;
    }
}
