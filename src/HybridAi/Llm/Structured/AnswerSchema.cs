using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Structured;

/// <summary>
/// The JSON schema of an answer, made from a C# record. Every property is required and no other allowed, as strict structured output asks
/// of a schema; a property that the caller can do without is nullable. <c>[Description]</c> says what belongs in it.
/// </summary>
public sealed class AnswerSchema
{
    private static readonly JsonSchemaExporterOptions Exporter = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Strict };

    private readonly string? _description;

    private AnswerSchema(string name, string? description, JsonElement json) => (Name, _description, Json) = (name, description, json);

    /// <summary>How answers are read: camel case, enums by name.</summary>
    internal static JsonSerializerOptions Reading { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>Its name for the provider: letters, digits and underscores.</summary>
    public string Name { get; }

    /// <summary>The schema itself.</summary>
    public JsonElement Json { get; }

    /// <summary>What asks a provider for an answer by this schema.</summary>
    public ChatResponseFormat Format => ChatResponseFormat.ForJsonSchema(Json, Name, _description);

    /// <summary>The schema of <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">A record whose JSON is an object.</typeparam>
    /// <exception cref="ArgumentException">Its JSON is no object.</exception>
    public static AnswerSchema Of<T>(string name, string? description = null)
    {
        var node = Reading.GetJsonSchemaAsNode(typeof(T), Exporter);
        if ((string?)(node as JsonObject)?["type"]?.AsValue() != "object") throw new ArgumentException($"The JSON of {typeof(T).Name} is no object.");
        return new(name, description, JsonSerializer.SerializeToElement(node));
    }

    /// <summary>The schema with that of one property in the place of what its C# type says.</summary>
    public AnswerSchema With(string property, JsonObject schema)
    {
        var node = JsonNode.Parse(Json.GetRawText())!;
        node["properties"]![property] = schema;
        return new(Name, _description, JsonSerializer.SerializeToElement(node));
    }

    private static JsonNode Strict(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema) return node;
        schema.Remove("default"); // Strict providers refuse it, and a required property needs none.
        if (schema["properties"] is JsonObject properties)
        {
            schema["required"] = new JsonArray([.. properties.Select(property => (JsonNode)property.Key)]);
            schema["additionalProperties"] = false;
        }

        var attributes = context.PropertyInfo?.AttributeProvider ?? context.PropertyInfo?.AssociatedParameter?.AttributeProvider;
        if (attributes?.GetCustomAttributes(typeof(DescriptionAttribute), false) is [DescriptionAttribute { Description: var said }, ..]) schema["description"] = said;
        return schema;
    }
}
