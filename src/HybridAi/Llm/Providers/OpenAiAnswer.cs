using System.Text;
using HybridAi.Llm.Structured;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace HybridAi.Llm.Providers;

/// <summary>OpenAI's answers, whole or in pieces, in the words of Microsoft.Extensions.AI.</summary>
internal static class OpenAiAnswer
{
    public static ChatResponse Of(ChatCompletion completion) => new(
        new ChatMessage(ChatRole.Assistant, Contents(completion.Content, completion.Refusal)))
    {
        ResponseId = completion.Id,
        ModelId = completion.Model,
        CreatedAt = completion.CreatedAt,
        FinishReason = Of(completion.FinishReason),
        Usage = Of(completion.Usage),
        RawRepresentation = completion,
        AdditionalProperties = TokenProbabilities.Attach(null, Probabilities(completion.ContentTokenLogProbabilities)),
    };

    public static ChatResponseUpdate Of(StreamingChatCompletionUpdate update)
    {
        var contents = Contents(update.ContentUpdate, update.RefusalUpdate);
        if (Of(update.Usage) is { } usage) contents.Add(new UsageContent(usage));
        return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = update.CompletionId,
            MessageId = update.CompletionId,
            ModelId = update.Model,
            CreatedAt = update.CreatedAt,
            FinishReason = update.FinishReason is { } reason ? Of(reason) : null,
            RawRepresentation = update,
        };
    }

    /// <summary>The probabilities of these tokens; without a token's bytes its text counts.</summary>
    public static IReadOnlyList<TokenProbability> Probabilities(IReadOnlyList<ChatTokenLogProbabilityDetails>? tokens)
        => [.. (tokens ?? []).Select(token => new TokenProbability(token.Utf8Bytes ?? Encoding.UTF8.GetBytes(token.Token), token.LogProbability))];

    private static List<AIContent> Contents(ChatMessageContent parts, string? refusal)
    {
        List<AIContent> contents = [.. parts.Where(part => part.Text is { Length: > 0 }).Select(part => new TextContent(part.Text))];
        if (refusal is { Length: > 0 }) contents.Add(Refusals.Content(refusal));
        return contents;
    }

    private static ChatFinishReason Of(OpenAI.Chat.ChatFinishReason reason) => reason switch
    {
        OpenAI.Chat.ChatFinishReason.Stop => ChatFinishReason.Stop,
        OpenAI.Chat.ChatFinishReason.Length => ChatFinishReason.Length,
        OpenAI.Chat.ChatFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        OpenAI.Chat.ChatFinishReason.ToolCalls or OpenAI.Chat.ChatFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => new ChatFinishReason(reason.ToString()),
    };

    private static UsageDetails? Of(ChatTokenUsage? usage) => usage is null ? null : new UsageDetails
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
        CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
        ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
    };
}
