using System.Text.Json;

namespace HybridAi.Api.OpenAi;

/// <summary>Refuses what a chat request holds and this front does not do, in the words that OpenAI has for it.</summary>
internal static class ChatRequestFields
{
    private const int MaxStops = 4;
    private const int MaxTopLogprobs = 20;

    // They say who asks, where it is stored and how soon it is wanted: nothing that changes an answer here.
    private static readonly string[] Ignored =
    [
        "user", "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key", "prompt_cache_retention",
    ];

    // They would change the answer, so passing over them would be a wrong answer.
    private static readonly string[] NotServed =
    [
        "audio", "function_call", "functions", "logit_bias", "modalities", "moderation", "prediction", "reasoning_effort", "verbosity", "web_search_options",
    ];

    public static Fault? Wrong(ChatCompletionRequest request)
        => Unknown(request)
            ?? (string.IsNullOrWhiteSpace(request.Model) ? Missing("model") : null)
            ?? (request.Messages is not { Count: > 0 } ? Missing("messages") : null)
            ?? Within(request.Temperature, 0, 2, "temperature")
            ?? Within(request.TopP, 0, 1, "top_p")
            ?? Within(request.FrequencyPenalty, -2, 2, "frequency_penalty")
            ?? Within(request.PresencePenalty, -2, 2, "presence_penalty")
            ?? Within(request.MaxTokens, 1, int.MaxValue, "max_tokens")
            ?? Within(request.MaxCompletionTokens, 1, int.MaxValue, "max_completion_tokens")
            ?? Within(request.TopLogprobs, 0, MaxTopLogprobs, "top_logprobs")
            ?? (request.N is null or 1 ? null : Unsupported("n", "One answer is given to a request; ask several times for several."))
            ?? (request.TopLogprobs is null || request.Logprobs == true ? null : Invalid("top_logprobs", "'top_logprobs' needs 'logprobs' to be true."))
            ?? (request.StreamOptions is null || request.Stream == true ? null : Invalid("stream_options", "The 'stream_options' parameter is only allowed when 'stream' is enabled."))
            ?? (Stops(request.Stop) is null ? Invalid("stop", $"'stop' is a text or up to {MaxStops} texts.") : null);

    /// <summary>The texts that end an answer; null where the field holds something else.</summary>
    public static IReadOnlyList<string>? Stops(JsonElement? stop) => stop switch
    {
        null or { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() <= MaxStops && list.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String)
            => [.. list.EnumerateArray().Select(text => text.GetString()!)],
        _ => null,
    };

    public static Fault Missing(string field) => Fault.BadInput("missing-required-parameter", $"Missing required parameter: '{field}'.", field);

    public static Fault Invalid(string field, string reason) => Fault.BadInput("invalid-value", reason, field);

    public static Fault Unsupported(string field, string reason) => Fault.BadInput("unsupported-parameter", reason, field);

    private static Fault? Unknown(ChatCompletionRequest request)
    {
        foreach (var (field, value) in request.Others ?? [])
        {
            if (Ignored.Contains(field) || value.ValueKind == JsonValueKind.Null) continue;
            return NotServed.Contains(field)
                ? Unsupported(field, $"Unsupported parameter: '{field}' is not served here.")
                : Fault.BadInput("unknown-parameter", $"Unknown parameter: '{field}'.", field);
        }

        return null;
    }

    private static Fault? Within(double? value, double least, double most, string field)
        => value is null || (value >= least && value <= most) ? null : Invalid(field, FormattableString.Invariant($"Invalid '{field}': {value} is not between {least} and {most}."));
}
