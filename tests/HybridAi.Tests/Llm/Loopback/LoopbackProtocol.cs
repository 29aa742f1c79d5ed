using System.Text.Json;

namespace HybridAi.Tests.Llm.Loopback;

/// <summary>What the real API refuses: a caller that gets by here would not there.</summary>
internal static class LoopbackProtocol
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool"];

    public static (string Message, string? Code, string? Parameter)? Wrong(string path, SeenRequest request)
    {
        JsonElement json;
        try
        {
            json = request.Json;
        }
        catch (JsonException)
        {
            return ("We could not parse the JSON body of your request.", null, null);
        }

        if (json.ValueKind != JsonValueKind.Object) return ("The body is not an object.", null, null);
        if (!json.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String) return ("you must provide a model parameter", null, null);
        return path.EndsWith("/embeddings", StringComparison.Ordinal) ? Embedding(json) : Chat(json);
    }

    private static (string, string?, string?)? Chat(JsonElement json)
    {
        if (!json.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
            return Missing("messages");
        if (messages.EnumerateArray().Any(message => !message.TryGetProperty("role", out var role) || !Roles.Contains(role.GetString())))
            return ("Invalid value for 'messages[].role'.", "invalid_value", "messages");
        if (json.TryGetProperty("top_logprobs", out _) && !(json.TryGetProperty("logprobs", out var logprobs) && logprobs.ValueKind == JsonValueKind.True))
            return ("'top_logprobs' needs 'logprobs'.", "invalid_value", "top_logprobs");
        if (json.TryGetProperty("stream_options", out _) && !(json.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True))
            return ("The 'stream_options' parameter is only allowed when 'stream' is enabled.", null, "stream_options");
        return null;
    }

    private static (string, string?, string?)? Embedding(JsonElement json)
        => json.TryGetProperty("input", out var input) && input.ValueKind is JsonValueKind.String or JsonValueKind.Array ? null : Missing("input");

    private static (string, string?, string?) Missing(string parameter)
        => ($"Missing required parameter: '{parameter}'.", "missing_required_parameter", parameter);
}
