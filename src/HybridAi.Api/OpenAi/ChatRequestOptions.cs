using System.Text.Json;
using HybridAi.Llm;
using Microsoft.Extensions.AI;

namespace HybridAi.Api.OpenAi;

/// <summary>A request's settings in the words of Microsoft.Extensions.AI.</summary>
internal static class ChatRequestOptions
{
    public static Outcome<ChatOptions> Of(ChatCompletionRequest request)
    {
        var options = new ChatOptions
        {
            Temperature = (float?)request.Temperature,
            TopP = (float?)request.TopP,
            FrequencyPenalty = (float?)request.FrequencyPenalty,
            PresencePenalty = (float?)request.PresencePenalty,
            MaxOutputTokens = request.MaxCompletionTokens ?? request.MaxTokens,
            Seed = request.Seed,
            StopSequences = ChatRequestFields.Stops(request.Stop) is { Count: > 0 } stops ? [.. stops] : null,
            AllowMultipleToolCalls = request.ParallelToolCalls,
        };
        if (request.Logprobs == true) options.AskForLogprobs(request.TopLogprobs ?? 0);
        return (Format(request.ResponseFormat, options) ?? Tools(request, options)) is { } wrong ? wrong : options;
    }

    private static Fault? Format(ChatAnswerFormat? format, ChatOptions options)
    {
        switch (format?.Type)
        {
            case null when format is null: return null;
            case "text": options.ResponseFormat = ChatResponseFormat.Text; return null;
            case "json_object": options.ResponseFormat = ChatResponseFormat.Json; return null;
            case "json_schema" when format.JsonSchema is { Name: { Length: > 0 } name, Schema: { ValueKind: JsonValueKind.Object } schema } asked:
                options.ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, name, asked.Description);
                options.SetStrictAnswer(asked.Strict ?? false);
                return null;
            case "json_schema": return ChatRequestFields.Invalid("response_format.json_schema", "A schema has a 'name' and a 'schema', which is an object.");
            default: return ChatRequestFields.Invalid("response_format.type", "Supported values are: 'text', 'json_object' and 'json_schema'.");
        }
    }

    private static Fault? Tools(ChatCompletionRequest request, ChatOptions options)
    {
        if (request.Tools is not { Count: > 0 } tools)
            return request.ToolChoice is null or { ValueKind: JsonValueKind.Null } ? null : ChatRequestFields.Invalid("tool_choice", "'tool_choice' is only allowed when 'tools' are specified.");
        options.Tools = [];
        for (var i = 0; i < tools.Count; i++)
        {
            if (tools[i] is not { Type: "function", Function: { Name: { Length: > 0 } name } function })
                return ChatRequestFields.Invalid($"tools[{i}]", "Tools of type 'function' with a 'name' are served here.");
            if (options.Tools.Any(tool => tool.Name == name)) return ChatRequestFields.Invalid($"tools[{i}].function.name", $"The function '{name}' is declared twice.");
            options.Tools.Add(new Declaration(name, function));
        }

        return Choice(request.ToolChoice, options);
    }

    private static Fault? Choice(JsonElement? choice, ChatOptions options)
    {
        if (choice is not { ValueKind: not JsonValueKind.Null } said) return null;
        options.ToolMode = said.ValueKind == JsonValueKind.String
            ? said.GetString() switch
            {
                "none" => ChatToolMode.None,
                "auto" => ChatToolMode.Auto,
                "required" => ChatToolMode.RequireAny,
                _ => null,
            }
            : Named(said) is { } name && options.Tools!.Any(tool => tool.Name == name) ? ChatToolMode.RequireSpecific(name) : null;
        return options.ToolMode is null ? ChatRequestFields.Invalid("tool_choice", "'tool_choice' is 'none', 'auto', 'required', or one of the declared functions.") : null;
    }

    private static string? Named(JsonElement choice)
        => choice.ValueKind == JsonValueKind.Object && choice.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object
            && function.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;

    // A function of the caller's: declared to the model and never run here.
    private sealed class Declaration(string name, ChatFunction function) : AIFunctionDeclaration
    {
        public override string Name => name;

        public override string Description => function.Description ?? "";

        public override JsonElement JsonSchema => function.Parameters ?? default;

        public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; } = StrictSchemas.ToolProperties(function.Strict);
    }
}
