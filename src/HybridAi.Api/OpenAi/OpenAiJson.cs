using System.Text.Encodings.Web;
using System.Text.Json;

namespace HybridAi.Api.OpenAi;

/// <summary>
/// OpenAI's wire format. Unlike the rest of the API it is not ours to be strict about: fields that are null are the same as absent ones, and
/// unknown fields are found and named by <see cref="ChatRequestFields"/>.
/// </summary>
internal static class OpenAiJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
