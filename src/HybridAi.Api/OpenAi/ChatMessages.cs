using System.Text.Json;
using HybridAi.Llm;
using Microsoft.Extensions.AI;

namespace HybridAi.Api.OpenAi;

/// <summary>OpenAI's messages in the words of Microsoft.Extensions.AI.</summary>
internal static class ChatMessages
{
    /// <summary>The conversation, or the first message that can't be read.</summary>
    public static Outcome<IReadOnlyList<ChatMessage>> Of(IReadOnlyList<ChatCompletionMessage> messages)
    {
        var conversation = new List<ChatMessage>(messages.Count);
        for (var i = 0; i < messages.Count; i++)
        {
            if (!Of(messages[i], $"messages[{i}]").Succeeded(out var message, out var fault)) return fault;
            conversation.Add(message);
        }

        return conversation;
    }

    /// <summary>What the conversation is about: the last thing that the user said.</summary>
    public static string Subject(IReadOnlyList<ChatMessage> conversation)
        => conversation.LastOrDefault(message => message.Role == ChatRole.User)?.Text ?? conversation[^1].Text;

    private static Outcome<ChatMessage> Of(ChatCompletionMessage? message, string place)
    {
        if (message is null) return ChatRequestFields.Invalid(place, $"Invalid value for '{place}': a message is an object.");
        if (!Text(message.Content, $"{place}.content").Succeeded(out var text, out var fault)) return fault;
        return message.Role switch
        {
            "system" or "developer" => Said(ChatRole.System, text, message, place),
            "user" => Said(ChatRole.User, text, message, place),
            "assistant" => Assistant(text, message, place),
            "tool" when message.ToolCallId is { Length: > 0 } id => new ChatMessage(ChatRole.Tool, [new FunctionResultContent(id, text)]),
            "tool" => ChatRequestFields.Missing($"{place}.tool_call_id"),
            null => ChatRequestFields.Missing($"{place}.role"),
            _ => ChatRequestFields.Invalid($"{place}.role", $"Invalid value: '{message.Role}'. Supported values are: 'system', 'developer', 'user', 'assistant' and 'tool'."),
        };
    }

    private static Outcome<ChatMessage> Said(ChatRole role, string text, ChatCompletionMessage message, string place)
        => message.Content is null or { ValueKind: JsonValueKind.Null } ? ChatRequestFields.Missing($"{place}.content") : new ChatMessage(role, text);

    private static Outcome<ChatMessage> Assistant(string text, ChatCompletionMessage message, string place)
    {
        var said = new ChatMessage(ChatRole.Assistant, []);
        if (text.Length > 0) said.Contents.Add(new TextContent(text));
        foreach (var call in message.ToolCalls ?? [])
        {
            if (call is not { Id: { Length: > 0 } id, Function.Name: { Length: > 0 } name })
                return ChatRequestFields.Invalid($"{place}.tool_calls", "A tool call has an 'id' and a 'function' with a 'name'.");
            said.Contents.Add(ToolCalls.Content(id, name, call.Function.Arguments ?? "{}"));
        }

        return said.Contents.Count > 0 ? said : ChatRequestFields.Missing($"{place}.content");
    }

    private static Outcome<string> Text(JsonElement? content, string place)
    {
        if (content is null or { ValueKind: JsonValueKind.Null }) return "";
        if (content.Value.ValueKind == JsonValueKind.String) return content.Value.GetString()!;
        if (content.Value.ValueKind != JsonValueKind.Array) return ChatRequestFields.Invalid(place, $"Invalid type for '{place}': a text or a list of parts.");
        var texts = new List<string>();
        foreach (var part in content.Value.EnumerateArray())
        {
            var type = part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
            if (type != "text") return ChatRequestFields.Invalid(place, $"Invalid value for '{place}': parts of type 'text' are served here, not '{type ?? "none"}'.");
            if (!part.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String) return ChatRequestFields.Missing($"{place}.text");
            texts.Add(text.GetString()!);
        }

        return string.Concat(texts);
    }
}
