using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HybridAi.Storage;

/// <summary>The name of an immutable thing: SHA-256 of its content in lower-case hexadecimal.</summary>
public static class ContentHash
{
    private const char Separator = '\u001f';

    /// <summary>Hash of one text's UTF-8 bytes.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Hash of several parts; a separator keeps <c>("ab","c")</c> apart from <c>("a","bc")</c>.</summary>
    public static string Of(params ReadOnlySpan<string> parts) => Of(string.Join(Separator, parts));

    /// <summary>Hash of a value's JSON, whose property order is the type's own.</summary>
    public static string OfJson<T>(T value) => Of(JsonSerializer.Serialize(value, Json.Options));
}
