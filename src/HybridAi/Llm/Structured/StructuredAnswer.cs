using System.Text;
using System.Text.Json;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Structured;

/// <summary>
/// Asks a model for a record. Strict where the model holds answers to a schema; in any case the answer is read tolerantly (fences, prose
/// around it, trailing commas) and held to the schema. JSON that breaks it is shown its fault once and asked for again. A bad answer is
/// a fault, never an exception.
/// </summary>
public static class StructuredAnswer
{
    private const int MaxAnswer = 64 * 1024;
    private const int MaxShown = 4_000;

    /// <summary>The answer, or why there is none.</summary>
    /// <remarks>
    /// Faults: <c>answer-refused</c>, <c>answer-filtered</c>, <c>answer-too-long</c>, <c>answer-cut-off</c>, <c>answer-unreadable</c> (no
    /// JSON object), <c>answer-off-schema</c> (with path and reason), and what a failed call says. Only the last two kinds of bad answer are
    /// worth a second attempt: a refusal would be repeated and a cut-off answer cut off again.
    /// </remarks>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="client">The model's client.</param>
    /// <param name="messages">The prompt; where the model does not hold to schemas it says what the JSON looks like.</param>
    /// <param name="options">Settings, schema and what to do about a broken answer.</param>
    /// <param name="cancellation">Passes through.</param>
    public static async Task<Outcome<Structured<T>>> AskAsync<T>(
        IChatClient client, IReadOnlyList<ChatMessage> messages, StructuredOptions options, CancellationToken cancellation)
        where T : class
    {
        var first = await OnceAsync<T>(client, messages, options, cancellation);
        if (first.Said is not { } said || options.Repair is not { } repair || !IsWorthAnother(first.Outcome.Fault)) return first.Outcome;

        var fault = first.Outcome.Fault!;
        var values = new Dictionary<string, object?> { ["fault"] = fault.Reason, ["schema"] = options.Schema.Json.GetRawText() };
        if (!repair.Render(values).Succeeded(out var shown, out var broken)) return broken;
        ChatMessage[] again = [.. messages, new(ChatRole.Assistant, said.Length > MaxShown ? said[..MaxShown] : said), .. shown];
        var second = (await OnceAsync<T>(client, again, options, cancellation)).Outcome;
        return second.Succeeded(out var answer, out var still)
            ? answer with { Notes = [.. answer.Notes, $"second attempt: {fault.Reason}"] }
            : still with { Reason = $"{still.Reason} (Second attempt; the first: {fault.Reason})" };
    }

    private static bool IsWorthAnother(Fault? fault) => fault?.Code is "answer-unreadable" or "answer-off-schema";

    private static async Task<(Outcome<Structured<T>> Outcome, string? Said)> OnceAsync<T>(
        IChatClient client, IReadOnlyList<ChatMessage> messages, StructuredOptions options, CancellationToken cancellation)
        where T : class
    {
        var before = options.Spent.Calls;
        try
        {
            var response = await client.GetResponseAsync(messages, options.ToSend(), cancellation);
            options.Spent.Add(response.CostUsd(), response.Latency(), response.Usage);
            return (Read<T>(response, options), response.Text);
        }
        catch (InvalidOperationException) when (options.Spent.Calls > before)
        {
            // Half of a surrogate pair, escaped: sound JSON, and no text.
            return (Wrong("answer-unreadable", "The answer holds an escaped character that does not exist."), null);
        }
        catch (ModelCallException failure)
        {
            options.Spent.Add(failure.Measure?.CostUsd, failure.Measure?.Latency);
            return (failure.Fault, null);
        }
    }

    private static Outcome<Structured<T>> Read<T>(ChatResponse response, StructuredOptions options)
        where T : class
    {
        if (response.IsRefusal()) return Wrong("answer-refused", "The model refused to answer.");
        if (response.FinishReason == ChatFinishReason.ContentFilter)
            return Wrong("answer-filtered", "The provider's content filter withheld the answer.");
        var text = response.Text;
        if (text.Length > MaxAnswer) return Wrong("answer-too-long", $"The answer has {text.Length} characters; at most {MaxAnswer} are read.");
        var answer = Encoding.UTF8.GetBytes(text);
        var schema = options.Schema.Json;
        var properties = schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).ToList();
        if (JsonIn.Find(answer, properties, out var offset) is not { } found)
        {
            return response.FinishReason == ChatFinishReason.Length
                ? Wrong("answer-cut-off", "The answer reached the token limit before its end.")
                : Wrong("answer-unreadable", $"The answer holds no JSON object: {Excerpt.Of(text)}");
        }

        var fit = SchemaFit.Of(found, schema);
        if (fit.Faults.Count > 0) return Wrong("answer-off-schema", $"The answer breaks its schema: {string.Join("; ", fit.Faults.Take(5))}.");
        var probability = options.Weighed is { } weighed && JsonIn.TextOf(answer, offset, weighed) is { } span
            ? SpanProbability.Of(response, answer, span)
            : null;
        try
        {
            return new Structured<T>(fit.Value.Deserialize<T>(AnswerSchema.Reading)!, fit.Notes, probability, options.Spent);
        }
        catch (JsonException failure)
        {
            // What a schema can't say: a number too large for its type.
            return Wrong("answer-off-schema", $"The answer breaks its schema: {failure.Path} can't be read.");
        }
    }

    private static Fault Wrong(string code, string reason) => Fault.Unavailable(code, reason);
}
