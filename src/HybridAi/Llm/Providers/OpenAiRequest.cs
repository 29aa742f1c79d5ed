using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatResponseFormat = OpenAI.Chat.ChatResponseFormat;

namespace HybridAi.Llm.Providers;

/// <summary>A request in OpenAI's words. Only what is named here goes over the wire; additional properties never do.</summary>
internal static class OpenAiRequest
{
    /// <exception cref="NotSupportedException">The message holds something else than text and calls of tools.</exception>
    public static OpenAI.Chat.ChatMessage Message(ChatMessage message)
    {
        if (message.Role == ChatRole.Tool) return OpenAiTools.Result(message);
        if (message.Contents.FirstOrDefault(content => content is not TextContent and not FunctionCallContent) is { } other)
            throw new NotSupportedException($"This client sends text; the message holds {other.GetType().Name}.");
        if (message.Role == ChatRole.System) return new SystemChatMessage(message.Text);
        if (message.Role == ChatRole.User) return new UserChatMessage(message.Text);
        if (message.Role == ChatRole.Assistant) return OpenAiTools.Assistant(message);
        throw new NotSupportedException($"This client sends messages of system, user, assistant and tool; this one is by '{message.Role}'.");
    }

    /// <exception cref="NotSupportedException">A tool is not a function.</exception>
    public static ChatCompletionOptions Options(ChatOptions? options)
    {
        var request = new ChatCompletionOptions();
        if (options is null) return request;
        OpenAiTools.Declare(options, request);
        OpenAiLogprobs.Ask(options, request);
        request.Temperature = options.Temperature;
        request.TopP = options.TopP;
        request.FrequencyPenalty = options.FrequencyPenalty;
        request.PresencePenalty = options.PresencePenalty;
        request.MaxOutputTokenCount = options.MaxOutputTokens;
#pragma warning disable OPENAI001 // The SDK calls it experimental because a provider may not hold to it; the wire format is settled.
        request.Seed = options.Seed;
#pragma warning restore OPENAI001
        foreach (var stop in options.StopSequences ?? []) request.StopSequences.Add(stop);
        request.ResponseFormat = options.ResponseFormat switch
        {
            null => null,
            ChatResponseFormatJson { Schema: { } schema } json => ChatResponseFormat.CreateJsonSchemaFormat(
                json.SchemaName ?? "answer", BinaryData.FromString(schema.GetRawText()), json.SchemaDescription, jsonSchemaIsStrict: options.StrictAnswer()),
            ChatResponseFormatJson => ChatResponseFormat.CreateJsonObjectFormat(),
            _ => ChatResponseFormat.CreateTextFormat(),
        };
        return request;
    }
}
