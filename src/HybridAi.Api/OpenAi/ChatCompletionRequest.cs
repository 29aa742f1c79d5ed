using System.Text.Json;
using System.Text.Json.Serialization;

namespace HybridAi.Api.OpenAi;

/// <summary>OpenAI's request for a chat completion, as far as it is served here. What stands in none of these fields is in <see cref="Others"/>.</summary>
public sealed record ChatCompletionRequest
{
    /// <summary>One of our aliases, or <c>auto</c>.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The conversation.</summary>
    [JsonPropertyName("messages")]
    public IReadOnlyList<ChatCompletionMessage>? Messages { get; init; }

    /// <summary>0 to 2.</summary>
    [JsonPropertyName("temperature")]
    public double? Temperature { get; init; }

    /// <summary>0 to 1.</summary>
    [JsonPropertyName("top_p")]
    public double? TopP { get; init; }

    /// <summary>-2 to 2.</summary>
    [JsonPropertyName("frequency_penalty")]
    public double? FrequencyPenalty { get; init; }

    /// <summary>-2 to 2.</summary>
    [JsonPropertyName("presence_penalty")]
    public double? PresencePenalty { get; init; }

    /// <summary>The longest answer in tokens, under its older name.</summary>
    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get; init; }

    /// <summary>The longest answer in tokens.</summary>
    [JsonPropertyName("max_completion_tokens")]
    public int? MaxCompletionTokens { get; init; }

    /// <summary>A text, or up to four, that end the answer.</summary>
    [JsonPropertyName("stop")]
    public JsonElement? Stop { get; init; }

    /// <summary>For providers that can repeat themselves.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>Answers asked for; only 1 is served.</summary>
    [JsonPropertyName("n")]
    public int? N { get; init; }

    /// <summary>Whether the answer comes in pieces, as server-sent events.</summary>
    [JsonPropertyName("stream")]
    public bool? Stream { get; init; }

    /// <summary>Whether a stream ends with its usage.</summary>
    [JsonPropertyName("stream_options")]
    public ChatStreamOptions? StreamOptions { get; init; }

    /// <summary>Text, any JSON object, or JSON by a schema.</summary>
    [JsonPropertyName("response_format")]
    public ChatAnswerFormat? ResponseFormat { get; init; }

    /// <summary>The functions that the model may call.</summary>
    [JsonPropertyName("tools")]
    public IReadOnlyList<ChatTool>? Tools { get; init; }

    /// <summary><c>none</c>, <c>auto</c>, <c>required</c>, or one function.</summary>
    [JsonPropertyName("tool_choice")]
    public JsonElement? ToolChoice { get; init; }

    /// <summary>Whether the model may call several functions at once.</summary>
    [JsonPropertyName("parallel_tool_calls")]
    public bool? ParallelToolCalls { get; init; }

    /// <summary>Whether the log-probability of each token is told.</summary>
    [JsonPropertyName("logprobs")]
    public bool? Logprobs { get; init; }

    /// <summary>How many likelier tokens are told beside each, 0 to 20.</summary>
    [JsonPropertyName("top_logprobs")]
    public int? TopLogprobs { get; init; }

    /// <summary>All other fields.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>One message.</summary>
public sealed record ChatCompletionMessage
{
    /// <summary><c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</summary>
    [JsonPropertyName("role")]
    public string? Role { get; init; }

    /// <summary>A text, or a list of parts of type <c>text</c>.</summary>
    [JsonPropertyName("content")]
    public JsonElement? Content { get; init; }

    /// <summary>The functions that the assistant called.</summary>
    [JsonPropertyName("tool_calls")]
    public IReadOnlyList<ChatToolCall>? ToolCalls { get; init; }

    /// <summary>Which call a message of a tool answers.</summary>
    [JsonPropertyName("tool_call_id")]
    public string? ToolCallId { get; init; }
}

/// <summary>How a stream is to end.</summary>
/// <param name="IncludeUsage">With a chunk that holds the whole usage and no choice.</param>
public sealed record ChatStreamOptions([property: JsonPropertyName("include_usage")] bool? IncludeUsage);

/// <summary>What an answer is to look like.</summary>
/// <param name="Type"><c>text</c>, <c>json_object</c> or <c>json_schema</c>.</param>
/// <param name="JsonSchema">For <c>json_schema</c>.</param>
public sealed record ChatAnswerFormat(
    [property: JsonPropertyName("type")] string? Type, [property: JsonPropertyName("json_schema")] ChatAnswerSchema? JsonSchema);

/// <summary>The schema of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Schema">The JSON schema.</param>
/// <param name="Strict">Whether the answer is held to it to the letter.</param>
public sealed record ChatAnswerSchema(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("schema")] JsonElement? Schema,
    [property: JsonPropertyName("strict")] bool? Strict);

/// <summary>A tool: a function.</summary>
/// <param name="Type"><c>function</c>.</param>
/// <param name="Function">The function.</param>
public sealed record ChatTool([property: JsonPropertyName("type")] string? Type, [property: JsonPropertyName("function")] ChatFunction? Function);

/// <summary>A function that a model may call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameters">The JSON schema of its arguments.</param>
/// <param name="Strict">Whether arguments are held to the schema to the letter.</param>
public sealed record ChatFunction(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("parameters")] JsonElement? Parameters,
    [property: JsonPropertyName("strict")] bool? Strict);
