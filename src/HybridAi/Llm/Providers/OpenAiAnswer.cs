using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace HybridAi.Llm.Providers;

/// <summary>OpenAI's answers, whole or in pieces, in the words of Microsoft.Extensions.AI.</summary>
internal static class OpenAiAnswer
{
    public static ChatResponse Of(ChatCompletion completion)
    {
        var response = Whole(completion);
        response.Attach(OpenAiLogprobs.Of(completion.ContentTokenLogProbabilities));
        return response;
    }

    public static ChatResponseUpdate Of(StreamingChatCompletionUpdate update)
    {
        var contents = Contents(update.ContentUpdate, update.RefusalUpdate);
        if (Of(update.Usage) is { } usage) contents.Add(new UsageContent(usage));
        var piece = new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = update.CompletionId,
            MessageId = update.CompletionId,
            ModelId = update.Model,
            CreatedAt = update.CreatedAt,
            FinishReason = update.FinishReason is { } reason ? Of(reason) : null,
            RawRepresentation = update,
        };
        piece.Attach(OpenAiLogprobs.Of(update.ContentTokenLogProbabilities));
        return piece;
    }

    private static ChatResponse Whole(ChatCompletion completion) => new(
        new ChatMessage(ChatRole.Assistant, [.. Contents(completion.Content, completion.Refusal), .. OpenAiTools.Calls(completion.ToolCalls)]))
    {
        ResponseId = completion.Id,
        ModelId = completion.Model,
        CreatedAt = completion.CreatedAt,
        FinishReason = Of(completion.FinishReason),
        Usage = Of(completion.Usage),
        RawRepresentation = completion,
    };

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
        InputTokenCount = Count(usage.InputTokenCount),
        OutputTokenCount = Count(usage.OutputTokenCount),
        TotalTokenCount = Count(usage.TotalTokenCount),
        CachedInputTokenCount = Count(usage.InputTokenDetails?.CachedTokenCount),
        ReasoningTokenCount = Count(usage.OutputTokenDetails?.ReasoningTokenCount),
    };

    // Less than nothing is no count: what it cost is then unknown, and never a gift.
    private static int? Count(int? told) => told < 0 ? null : told;
}
