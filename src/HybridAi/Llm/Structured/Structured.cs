using HybridAi.Llm.Gateway;
using HybridAi.Llm.Prompts;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Structured;

/// <summary>How a structured answer is asked for.</summary>
/// <param name="Chat">The model's settings, with the <see cref="CallContext"/>.</param>
/// <param name="Schema">What the answer must hold to.</param>
/// <param name="Capabilities">What the model can do: where it holds answers to a schema, it is sent along.</param>
/// <param name="Repair">The prompt that shows the model its fault, for one more attempt; null: there is none.</param>
/// <param name="Weighed">The property whose token probability is wanted, where the model gives them; null: none.</param>
public sealed record StructuredOptions(
    ChatOptions Chat, AnswerSchema Schema, CapabilityOptions Capabilities, Prompt? Repair = null, string? Weighed = null)
{
    /// <summary>What the calls cost, also where no answer came of them.</summary>
    public CallTally Spent { get; init; } = new();

    /// <summary>The options of the call as they are sent.</summary>
    public ChatOptions ToSend()
    {
        var chat = Chat.Clone();
        if (Capabilities.JsonSchema) chat.ResponseFormat = Schema.Format;
        if (Capabilities.Logprobs && Weighed is not null) chat.AskForLogprobs(top: 0);
        return chat;
    }
}

/// <summary>An answer that holds to its schema.</summary>
/// <typeparam name="T">The record it was asked for as.</typeparam>
/// <param name="Value">What was answered.</param>
/// <param name="Notes">What had to be forgiven: a choice in other letters, a nullable property that was unusable, a second attempt.</param>
/// <param name="Probability">How likely the model found the weighed property's text, 0 to 1; null where it doesn't say.</param>
/// <param name="Spent">What the calls cost.</param>
public sealed record Structured<T>(T Value, IReadOnlyList<string> Notes, double? Probability, CallTally Spent);

/// <summary>What one or several calls cost together; a sum with an unknown part is unknown.</summary>
public sealed class CallTally
{
    /// <summary>Calls that were made.</summary>
    public int Calls { get; private set; }

    /// <summary>US dollars; null where unknown, and where nobody was called.</summary>
    public decimal? CostUsd { get; private set; }

    /// <summary>The time of all calls, one after another; null where one was not measured.</summary>
    public TimeSpan? Latency { get; private set; }

    /// <summary>Tokens sent, as far as they were counted; null where none were.</summary>
    public long? InputTokens { get; private set; }

    /// <summary>Tokens received, as far as they were counted; null where none were.</summary>
    public long? OutputTokens { get; private set; }

    internal void Add(decimal? costUsd, TimeSpan? latency, UsageDetails? usage = null)
    {
        if (usage?.InputTokenCount is { } sent) InputTokens = (InputTokens ?? 0) + sent;
        if (usage?.OutputTokenCount is { } received) OutputTokens = (OutputTokens ?? 0) + received;
        (CostUsd, Latency) = Calls == 0 ? (costUsd, latency) : (CostUsd + costUsd, Latency + latency);
        Calls++;
    }
}
