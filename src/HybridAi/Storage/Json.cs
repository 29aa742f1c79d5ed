using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HybridAi.Storage;

/// <summary>How the product writes JSON into columns, artefacts and hashes: camel case, enums by name, text unescaped.</summary>
public static class Json
{
    /// <summary>The one set of options; hashes depend on it.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The value as JSON.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>The value behind <paramref name="json"/>, or another where there is none.</summary>
    public static T ReadOr<T>(string? json, T otherwise) => json is null ? otherwise : Read<T>(json);

    /// <summary>The value behind <paramref name="json"/>, which this product wrote.</summary>
    /// <exception cref="InvalidDataException">It is null: the column or file was changed by hand.</exception>
    public static T Read<T>(string json)
        => JsonSerializer.Deserialize<T>(json, Options) ?? throw new InvalidDataException($"Stored JSON for {typeof(T).Name} is null.");
}
