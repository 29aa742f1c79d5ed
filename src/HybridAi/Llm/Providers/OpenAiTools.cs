using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace HybridAi.Llm.Providers;

/// <summary>Tools in OpenAI's words: their declarations, the model's calls of them, and the results that come back.</summary>
internal static class OpenAiTools
{
    private const string NoParameters = """{"type":"object","properties":{}}""";

    /// <exception cref="NotSupportedException">A tool is not a function.</exception>
    public static void Declare(ChatOptions options, ChatCompletionOptions request)
    {
        if (options.Tools is not { Count: > 0 } tools) return;
        foreach (var tool in tools)
        {
            if (tool is not AIFunctionDeclaration function) throw new NotSupportedException($"This client declares functions; '{tool.Name}' is a {tool.GetType().Name}.");
            var schema = function.JsonSchema.ValueKind == System.Text.Json.JsonValueKind.Undefined ? NoParameters : function.JsonSchema.GetRawText();
            request.Tools.Add(ChatTool.CreateFunctionTool(function.Name, function.Description, BinaryData.FromString(schema), tool.Strict()));
        }

        request.AllowParallelToolCalls = options.AllowMultipleToolCalls;
        request.ToolChoice = options.ToolMode switch
        {
            null => null,
            NoneChatToolMode => ChatToolChoice.CreateNoneChoice(),
            RequiredChatToolMode { RequiredFunctionName: { } name } => ChatToolChoice.CreateFunctionChoice(name),
            RequiredChatToolMode => ChatToolChoice.CreateRequiredChoice(),
            _ => ChatToolChoice.CreateAutoChoice(),
        };
    }

    /// <summary>What an assistant said and which tools it called.</summary>
    public static AssistantChatMessage Assistant(ChatMessage message)
    {
        var calls = message.Contents.OfType<FunctionCallContent>()
            .Select(call => ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, BinaryData.FromString(call.ArgumentsAsWritten()))).ToList();
        if (calls.Count == 0) return new AssistantChatMessage(message.Text);
        var assistant = new AssistantChatMessage(calls);
        if (message.Text.Length > 0) assistant.Content.Add(ChatMessageContentPart.CreateTextPart(message.Text));
        return assistant;
    }

    /// <exception cref="NotSupportedException">The message holds more or less than one result.</exception>
    public static ToolChatMessage Result(ChatMessage message) => message.Contents is [FunctionResultContent result]
        ? new ToolChatMessage(result.CallId, result.Result?.ToString() ?? "")
        : throw new NotSupportedException("A message of a tool holds one result.");

    public static IEnumerable<AIContent> Calls(IEnumerable<ChatToolCall> calls)
        => calls.Select(call => ToolCalls.Content(call.Id, call.FunctionName, call.FunctionArguments.ToString()));
}

/// <summary>Calls of tools that come in pieces: a stream's reader gets each as a whole, with the piece that ends the answer.</summary>
internal sealed class OpenAiStreamedCalls
{
    private readonly SortedDictionary<int, Pieces> _calls = [];

    public void Take(IEnumerable<StreamingChatToolCallUpdate> updates)
    {
        foreach (var update in updates)
        {
            if (!_calls.TryGetValue(update.Index, out var call)) _calls[update.Index] = call = new();
            if (update.ToolCallId is { Length: > 0 } id) call.Id = id;
            if (update.FunctionName is { Length: > 0 } name) call.Name = name;
            call.Arguments.Append(update.FunctionArgumentsUpdate?.ToString());
        }
    }

    public IEnumerable<AIContent> Whole() => _calls.Values.Select(call => ToolCalls.Content(call.Id, call.Name, call.Arguments.ToString()));

    private sealed class Pieces
    {
        public string Id { get; set; } = "";

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}
