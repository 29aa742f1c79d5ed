using System.Text.Json;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// The most that a call can cost, from what is about to be sent. No tokenizer is at hand, so every byte of UTF-8 counts as a token:
/// tokenizers over bytes never make more, and on plain English they make about a quarter of it. It is held for the time of the call alone.
/// </summary>
internal static class BudgetCeiling
{
    // What chat templates put around a message and a request, generously.
    private const int AroundMessage = 16;
    private const int AroundRequest = 64;

    /// <summary>Nano-dollars, rounded up; or the fault that says why no bound can be given.</summary>
    public static Outcome<long> Of(string alias, ModelPrice price, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (InputTokens(messages, options) is not { } input)
            return Fault.Conflict(BudgetRefusal.Unbounded, $"A budget applies and the call of the model '{alias}' holds more than text and tools, whose tokens can't be counted beforehand.");
        if (options?.MaxOutputTokens is not { } output)
            return Fault.Conflict(BudgetRefusal.Unbounded, $"A budget applies and the call of the model '{alias}' sets no bound on its answer: give the most output tokens (max_tokens).");
        return Nano(alias, Price(price, input, output));
    }

    /// <summary>Nano-dollars for the vectors of these texts, rounded up; or the fault that says why no bound can be given.</summary>
    public static Outcome<long> Of(string alias, ModelPrice price, IEnumerable<string> texts)
        => Nano(alias, Price(price, AroundRequest + texts.Sum(text => AroundMessage + Bytes(text)), output: 0));

    /// <summary>The price of the request and of so much of its answer; null where it is unknown.</summary>
    public static decimal? Of(ModelPrice price, IEnumerable<ChatMessage> messages, ChatOptions? options, long answerBytes)
        => InputTokens(messages, options) is { } input ? Price(price, input, answerBytes) : null;

    /// <summary>Bytes of UTF-8.</summary>
    public static long Bytes(string? text) => text is null ? 0 : System.Text.Encoding.UTF8.GetByteCount(text);

    private static Outcome<long> Nano(string alias, decimal? usd) => usd is { } known
        ? (long)decimal.Ceiling(known * 1_000_000_000m)
        : Fault.Conflict(
            BudgetRefusal.PriceUnknown,
            $"A budget applies and the price of the model '{alias}' is unknown: state InputUsdPerMillion and OutputUsdPerMillion under HybridAi:Llm:Models:{alias} (0 where it is free).");

    private static decimal? Price(ModelPrice price, long input, long output)
        => price.Of(new UsageDetails { InputTokenCount = input, OutputTokenCount = output });

    private static long? Bytes(AIContent content) => content switch
    {
        TextContent text => Bytes(text.Text),
        FunctionCallContent call => AroundMessage + Bytes(call.CallId) + Bytes(call.Name) + Bytes(JsonSerializer.Serialize(call.Arguments)),
        FunctionResultContent result => AroundMessage + Bytes(result.CallId) + Bytes(JsonSerializer.Serialize(result.Result)),
        _ => null,
    };

    /// <summary>The bytes of all that is sent, and something for what stands around it; null where it holds more than text and tools.</summary>
    public static long? InputTokens(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var tokens = AroundRequest + Bytes(options?.Instructions);
        foreach (var tool in options?.Tools ?? [])
        {
            if (tool is not AIFunctionDeclaration function) return null;
            tokens += AroundRequest + Bytes(function.Name) + Bytes(function.Description) + Bytes(function.JsonSchema.ToString());
        }

        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } json)
            tokens += Bytes(schema.GetRawText()) + Bytes(json.SchemaName) + Bytes(json.SchemaDescription) + AroundRequest;
        foreach (var message in messages)
        {
            tokens += AroundMessage + Bytes(message.AuthorName);
            foreach (var content in message.Contents)
            {
                if (Bytes(content) is not { } bytes) return null;
                tokens += bytes;
            }
        }

        return tokens;
    }
}
