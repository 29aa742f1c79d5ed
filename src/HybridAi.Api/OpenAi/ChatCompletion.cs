using System.Text.Json.Serialization;

namespace HybridAi.Api.OpenAi;

/// <summary>An answer as OpenAI writes it; as a chunk of a stream it holds deltas in place of messages.</summary>
/// <param name="Id">The id of the request, as in our ledger.</param>
/// <param name="Kind"><c>chat.completion</c> or <c>chat.completion.chunk</c>.</param>
/// <param name="Created">When, in seconds since 1970.</param>
/// <param name="Model">The alias that answered.</param>
/// <param name="Choices">The one answer; none in the chunk that holds a stream's usage.</param>
/// <param name="Usage">Tokens; null where the provider did not say.</param>
public sealed record ChatCompletion(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("object")] string Kind,
    [property: JsonPropertyName("created")] long Created,
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("choices")] IReadOnlyList<ChatChoice> Choices,
    [property: JsonPropertyName("usage")] TokenUsage? Usage);

/// <summary>The answer, or a piece of it.</summary>
public sealed record ChatChoice
{
    /// <summary>Always 0.</summary>
    [JsonPropertyName("index")]
    public int Index { get; init; }

    /// <summary>The whole message.</summary>
    [JsonPropertyName("message")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChatAnswerMessage? Message { get; init; }

    /// <summary>What a chunk adds to the message.</summary>
    [JsonPropertyName("delta")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChatDelta? Delta { get; init; }

    /// <summary>The log-probabilities of the tokens, where they were asked for and the provider told them.</summary>
    [JsonPropertyName("logprobs")]
    public ChatLogprobs? Logprobs { get; init; }

    /// <summary><c>stop</c>, <c>length</c>, <c>content_filter</c> or <c>tool_calls</c>; null in a chunk before the last.</summary>
    [JsonPropertyName("finish_reason")]
    public string? FinishReason { get; init; }
}

/// <summary>What the model said.</summary>
/// <param name="Role">Always <c>assistant</c>.</param>
/// <param name="Content">The text; null where there is none.</param>
/// <param name="Refusal">What the model said in place of an answer; null where it answered.</param>
/// <param name="ToolCalls">The functions that it calls; left out where it calls none.</param>
public sealed record ChatAnswerMessage(
    [property: JsonPropertyName("role")] string Role,
    [property: JsonPropertyName("content")] string? Content,
    [property: JsonPropertyName("refusal")] string? Refusal,
    [property: JsonPropertyName("tool_calls"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ChatToolCall>? ToolCalls);

/// <summary>What a chunk adds to the message; what it does not add is left out.</summary>
public sealed record ChatDelta
{
    /// <summary>In the first chunk.</summary>
    [JsonPropertyName("role")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    /// <summary>More text.</summary>
    [JsonPropertyName("content")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Content { get; init; }

    /// <summary>More of a refusal.</summary>
    [JsonPropertyName("refusal")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Refusal { get; init; }

    /// <summary>Calls of functions, each whole in one chunk.</summary>
    [JsonPropertyName("tool_calls")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ChatToolCall>? ToolCalls { get; init; }
}

/// <summary>A call of a function.</summary>
public sealed record ChatToolCall
{
    /// <summary>Its place among the calls of a message; in chunks alone.</summary>
    [JsonPropertyName("index")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Index { get; init; }

    /// <summary>Its id.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary><c>function</c>.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>Which function, with which arguments.</summary>
    [JsonPropertyName("function")]
    public ChatFunctionCall? Function { get; init; }
}

/// <summary>Which function is called.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">The arguments as the model wrote them: JSON, if it did well.</param>
public sealed record ChatFunctionCall([property: JsonPropertyName("name")] string? Name, [property: JsonPropertyName("arguments")] string? Arguments);

/// <summary>How likely the tokens were.</summary>
/// <param name="Content">Of the text.</param>
public sealed record ChatLogprobs([property: JsonPropertyName("content")] IReadOnlyList<ChatTokenLogprob> Content);

/// <summary>How likely a token was.</summary>
/// <param name="Token">The token.</param>
/// <param name="Logprob">The natural logarithm of its probability.</param>
/// <param name="Bytes">Its UTF-8; null where the provider did not say.</param>
/// <param name="TopLogprobs">The likeliest tokens at its place.</param>
public sealed record ChatTokenLogprob(
    [property: JsonPropertyName("token")] string Token,
    [property: JsonPropertyName("logprob")] double Logprob,
    [property: JsonPropertyName("bytes")] IReadOnlyList<int>? Bytes,
    [property: JsonPropertyName("top_logprobs"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ChatTokenLogprob>? TopLogprobs);

/// <summary>Tokens read and written.</summary>
/// <param name="PromptTokens">Read.</param>
/// <param name="CompletionTokens">Written; left out for embeddings.</param>
/// <param name="TotalTokens">Both.</param>
public sealed record TokenUsage(
    [property: JsonPropertyName("prompt_tokens")] long PromptTokens,
    [property: JsonPropertyName("completion_tokens"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? CompletionTokens,
    [property: JsonPropertyName("total_tokens")] long TotalTokens);
