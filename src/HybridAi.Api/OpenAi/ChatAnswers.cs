using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Api.OpenAi;

/// <summary>Answers of Microsoft.Extensions.AI in OpenAI's words.</summary>
internal static class ChatAnswers
{
    private const string Function = "function";

    public static ChatCompletion Whole(ChatCall call, ChatResponse response, DateTimeOffset now)
    {
        var contents = response.Messages.SelectMany(message => message.Contents).ToList();
        var calls = Calls(contents, indexed: false);
        var refusal = Refusal(contents);
        var text = response.Text.Length > 0 || (calls is null && refusal is null) ? response.Text : null;
        var choice = new ChatChoice
        {
            Message = new("assistant", text, refusal, calls),
            Logprobs = Logprobs(response.Logprobs()),
            FinishReason = Finish(response.FinishReason, calls is not null),
        };
        return new(call.RequestId, "chat.completion", now.ToUnixTimeSeconds(), call.Answering(ServedBy.Of(response)), [choice], Usage(response.Usage));
    }

    public static string Finish(ChatFinishReason? reason, bool calls) => reason?.Value ?? (calls ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop).Value;

    public static IReadOnlyList<ChatToolCall>? Calls(IEnumerable<AIContent> contents, bool indexed)
    {
        var calls = contents.OfType<FunctionCallContent>().Select((called, index) => new ChatToolCall
        {
            Index = indexed ? index : null, Id = called.CallId, Type = Function, Function = new(called.Name, called.ArgumentsAsWritten()),
        }).ToList();
        return calls.Count > 0 ? calls : null;
    }

    public static string? Refusal(IEnumerable<AIContent> contents)
    {
        var said = string.Concat(contents.OfType<ErrorContent>().Select(content => content.Message));
        return said.Length > 0 ? said : null;
    }

    public static ChatLogprobs? Logprobs(IReadOnlyList<TokenLogprob>? tokens)
        => tokens is null ? null : new([.. tokens.Select(token => Token(token) with { TopLogprobs = [.. token.Top.Select(Token)] })]);

    /// <summary>Null where the provider did not say both sides: an unknown count is not 0.</summary>
    public static TokenUsage? Usage(UsageDetails? usage) => usage is { InputTokenCount: { } input, OutputTokenCount: { } output }
        ? new(input, output, usage.TotalTokenCount ?? (input + output))
        : null;

    private static ChatTokenLogprob Token(TokenLogprob token) => new(token.Token, token.Logprob, token.Bytes, null);
}
