using System.Text.Json;
using HybridAi.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>The hash of all that decides an answer: two calls with one key would send the same request to the same model.</summary>
internal static class CacheKey
{
    // Another form of the key or of what is kept is another version: old answers are then never found.
    private const int Version = 1;

    /// <summary>The key; null for a call that holds what can't be told apart by its text (tools, pictures, settings of another library).</summary>
    public static string? Of(string alias, ModelOptions model, CallContext call, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (options is { Tools.Count: > 0 } or { ConversationId: not null } or { RawRepresentationFactory: not null } or { ContinuationToken: not null }) return null;
        var said = new List<string>();
        foreach (var message in messages)
        {
            if (message.Contents.Any(content => content is not TextContent)) return null;
            said.Add(JsonSerializer.Serialize(new[] { message.Role.Value, message.AuthorName, message.Text }));
        }

        if (More(options?.AdditionalProperties) is not { } more) return null;
        var settings = JsonSerializer.Serialize(new
        {
            Version, alias, model.Provider, model.Model, model.Endpoint, call.Tenant, options?.ModelId, options?.Instructions, options?.Temperature,
            options?.TopP, options?.TopK, options?.MaxOutputTokens, options?.FrequencyPenalty, options?.PresencePenalty, options?.Seed,
            options?.StopSequences, Reasoning = options?.Reasoning is { } reasoning ? JsonSerializer.Serialize(reasoning) : null,
            Format = Of(options?.ResponseFormat), more,
        });
        return ContentHash.Of([settings, .. said]);
    }

    private static string? Of(ChatResponseFormat? format) => format switch
    {
        null => null,
        ChatResponseFormatJson json => $"json {json.SchemaName} {json.SchemaDescription} {json.Schema?.GetRawText()}",
        _ => format.GetType().Name,
    };

    // Settings beyond the common ones count where they are plain values; null: one is not.
    internal static SortedDictionary<string, string?>? More(AdditionalPropertiesDictionary? properties)
    {
        var more = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in properties ?? [])
        {
            // What the gateway carries for itself (for whom, from which budget, how patiently) does not decide an answer.
            if (value is CallContext or BudgetHold or TimeSpan) continue;
            if (value is not (null or string or bool or int or long or float or double or decimal or JsonElement)) return null;
            more[name] = value is JsonElement json ? json.GetRawText() : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);
        }

        return more;
    }
}
