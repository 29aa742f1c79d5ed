using System.Text.Json;

namespace HybridAi.Tests.Llm.Loopback;

/// <summary>Chat answers: text, JSON by the asked schema, or a call of a tool; whole or in pieces; with log-probabilities when asked.</summary>
internal static class LoopbackChat
{
    public const string Id = "chat-1";
    public const string Model = "served";
    private const int Created = 1_700_000_000;
    private const int PieceCharacters = 5;
    private const double UsualProbability = 0.9;

    /// <summary>The usual answer: what the request asks for, otherwise "hello".</summary>
    public static Task AnswerAsync(LoopbackCall call)
    {
        var json = call.Request.Json;
        if (json.TryGetProperty("tools", out var tools) && Chosen(json, tools) is { } function) return CallToolAsync(call, function);
        if (!json.TryGetProperty("response_format", out var format)) return SayAsync(call, "hello");
        return format.GetProperty("type").GetString() switch
        {
            "json_schema" => SayAsync(call, LoopbackSchema.Example(format.GetProperty("json_schema").GetProperty("schema"))),
            "json_object" => SayAsync(call, """{"answer":"hello"}"""),
            _ => SayAsync(call, "hello"),
        };
    }

    public static Task SayAsync(LoopbackCall call, string content, string finishReason = "stop")
        => SayAsync(call, content.Chunk(PieceCharacters).Select(piece => (new string(piece), UsualProbability)).ToArray(), finishReason);

    /// <summary>Says these tokens, each with the probability that the model gave it.</summary>
    public static Task SayAsync(LoopbackCall call, IReadOnlyList<(string Token, double Probability)> tokens, string finishReason = "stop")
    {
        var content = string.Concat(tokens.Select(token => token.Token));
        return AnswerAsync(
            call, content, new { role = "assistant", content, refusal = (string?)null }, LogProbabilities(call, tokens),
            tokens.Select(token => ((object)new { content = token.Token }, LogProbabilities(call, [token]))), finishReason);
    }

    public static string Chunk(string? content, string? finishReason)
        => $"data: {JsonSerializer.Serialize(ChunkOf(new { role = "assistant", content }, finishReason, null))}\n\n";

    // A model calls a tool when it must; left to itself this one calls the first tool that it has not called yet.
    private static JsonElement? Chosen(JsonElement json, JsonElement tools)
    {
        var functions = tools.EnumerateArray().Select(tool => tool.GetProperty("function")).ToList();
        if (json.TryGetProperty("tool_choice", out var choice))
        {
            if (choice.ValueKind == JsonValueKind.Object)
                return functions.Single(function => function.GetProperty("name").GetString() == choice.GetProperty("function").GetProperty("name").GetString());
            if (choice.GetString() == "none") return null;
        }

        var answered = json.GetProperty("messages").EnumerateArray().Any(message => message.GetProperty("role").GetString() == "tool");
        return answered ? null : functions[0];
    }

    private static Task CallToolAsync(LoopbackCall call, JsonElement function)
    {
        var name = function.GetProperty("name").GetString();
        var arguments = function.TryGetProperty("parameters", out var parameters) ? LoopbackSchema.Example(parameters) : "{}";
        var half = arguments.Length / 2;
        return AnswerAsync(
            call,
            arguments,
            new { role = "assistant", content = (string?)null, tool_calls = new[] { new { id = "call-1", type = "function", function = new { name, arguments } } } },
            logprobs: null,
            [
                (new { tool_calls = new[] { new { index = 0, id = "call-1", type = "function", function = new { name, arguments = "" } } } }, null),
                (new { tool_calls = new[] { new { index = 0, function = new { arguments = arguments[..half] } } } }, null),
                (new { tool_calls = new[] { new { index = 0, function = new { arguments = arguments[half..] } } } }, null),
            ],
            "tool_calls");
    }

    private static async Task AnswerAsync(
        LoopbackCall call, string said, object message, object? logprobs, IEnumerable<(object Delta, object? Logprobs)> pieces, string finishReason)
    {
        var line = call.Charge(said.Length);
        var usage = Usage(line, call.Usage?.Cached ?? 0);
        if (!call.Request.Streams)
        {
            await call.WriteAsync(new
            {
                id = Id, @object = "chat.completion", created = Created, model = Model,
                choices = new[] { new { index = 0, finish_reason = finishReason, message, logprobs } }, usage,
            });
        }
        else
        {
            call.BecomeA("text/event-stream");
            await call.SendEventAsync(ChunkOf(new { role = "assistant", content = "" }, null, null));
            foreach (var piece in pieces) await call.SendEventAsync(ChunkOf(piece.Delta, null, piece.Logprobs));
            await call.SendEventAsync(ChunkOf(new { }, finishReason, null));
            if (AsksForUsage(call.Request.Json))
                await call.SendEventAsync(new { id = Id, @object = "chat.completion.chunk", created = Created, model = Model, choices = Array.Empty<object>(), usage });
            await call.WriteAsync("data: [DONE]\n\n");
        }

        line.Complete = true;
    }

    private static object Usage(LoopbackLine line, int cached) => new
    {
        prompt_tokens = line.ToldInputTokens, completion_tokens = line.ToldOutputTokens, total_tokens = line.ToldInputTokens + line.ToldOutputTokens,
        prompt_tokens_details = new { cached_tokens = cached },
    };

    private static bool AsksForUsage(JsonElement json)
        => json.TryGetProperty("stream_options", out var options) && options.TryGetProperty("include_usage", out var usage) && usage.GetBoolean();

    private static object ChunkOf(object delta, string? finishReason, object? logprobs) => new
    {
        id = Id, @object = "chat.completion.chunk", created = Created, model = Model,
        choices = new[] { new { index = 0, finish_reason = finishReason, delta, logprobs } },
    };

    // As the real ones do: only who asks for probabilities gets them.
    private static object? LogProbabilities(LoopbackCall call, IReadOnlyList<(string Token, double Probability)> tokens)
    {
        if (!call.Request.Flag("logprobs")) return null;
        var top = call.Request.Json.TryGetProperty("top_logprobs", out var count) ? count.GetInt32() : 0;
        return new
        {
            content = tokens.Select(token => new
            {
                token = token.Token, logprob = Math.Log(token.Probability), bytes = Bytes(token.Token),
                top_logprobs = Enumerable.Range(0, top).Select(rank => new { token = $"{token.Token}{rank}", logprob = Math.Log(token.Probability) - rank, bytes = Bytes($"{token.Token}{rank}") }),
            }),
            refusal = (object?)null,
        };
    }

    private static IEnumerable<int> Bytes(string token) => System.Text.Encoding.UTF8.GetBytes(token).Select(each => (int)each);
}
