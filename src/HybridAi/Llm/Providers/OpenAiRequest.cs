using HybridAi.Llm.Structured;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatResponseFormat = OpenAI.Chat.ChatResponseFormat;

namespace HybridAi.Llm.Providers;

/// <summary>A request in OpenAI's words. Only what is named here goes over the wire; additional properties never do.</summary>
internal static class OpenAiRequest
{
    /// <exception cref="NotSupportedException">The message holds something else than text, or comes from a tool.</exception>
    public static OpenAI.Chat.ChatMessage Message(ChatMessage message)
    {
        if (message.Contents.FirstOrDefault(content => content is not TextContent) is { } other)
            throw new NotSupportedException($"This client sends text; the message holds {other.GetType().Name}.");
        if (message.Role == ChatRole.System) return new SystemChatMessage(message.Text);
        if (message.Role == ChatRole.User) return new UserChatMessage(message.Text);
        if (message.Role == ChatRole.Assistant) return new AssistantChatMessage(message.Text);
        throw new NotSupportedException($"This client sends system, user and assistant messages; this one is by '{message.Role}'.");
    }

    /// <exception cref="NotSupportedException">Tools are asked for.</exception>
    public static ChatCompletionOptions Options(ChatOptions? options)
    {
        var request = new ChatCompletionOptions();
        if (options is null) return request;
        if (options.Tools is { Count: > 0 }) throw new NotSupportedException("This client calls no tools.");
        request.Temperature = options.Temperature;
        request.TopP = options.TopP;
        request.FrequencyPenalty = options.FrequencyPenalty;
        request.PresencePenalty = options.PresencePenalty;
        request.MaxOutputTokenCount = options.MaxOutputTokens;
        if (TokenProbabilities.AreAskedFor(options)) request.IncludeLogProbabilities = true;
        foreach (var stop in options.StopSequences ?? []) request.StopSequences.Add(stop);
        request.ResponseFormat = options.ResponseFormat switch
        {
            null => null,
            ChatResponseFormatJson { Schema: { } schema } json => ChatResponseFormat.CreateJsonSchemaFormat(
                json.SchemaName ?? "answer", BinaryData.FromString(schema.GetRawText()), json.SchemaDescription, jsonSchemaIsStrict: true),
            ChatResponseFormatJson => ChatResponseFormat.CreateJsonObjectFormat(),
            _ => ChatResponseFormat.CreateTextFormat(),
        };
        return request;
    }
}
