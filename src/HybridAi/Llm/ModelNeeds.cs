using HybridAi.Llm.Tokens;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm;

/// <summary>What a call needs of a model.</summary>
/// <param name="InputTokens">Tokens of the conversation, of schema and tools, by estimate.</param>
/// <param name="OutputTokens">The longest answer that is asked for; null: not bounded by the caller.</param>
/// <param name="Tools">Whether it must be able to call tools.</param>
/// <param name="Logprobs">Whether it must tell log-probabilities.</param>
/// <param name="JsonSchema">Whether it must hold to a JSON schema.</param>
public sealed record ModelNeeds(long InputTokens, int? OutputTokens = null, bool Tools = false, bool Logprobs = false, bool JsonSchema = false)
{
    /// <summary>What a call of these messages with these settings needs.</summary>
    public static ModelNeeds Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var format = options?.ResponseFormat as ChatResponseFormatJson;
        var tools = options?.Tools?.OfType<AIFunctionDeclaration>().ToList() ?? [];
        long tokens = TokenEstimator.Count([.. messages]) + TokenEstimator.Count(options?.Instructions ?? "") + TokenEstimator.Count(format?.Schema?.GetRawText() ?? "");
        foreach (var tool in tools) tokens += TokenEstimator.Count($"{tool.Name} {tool.Description} {tool.JsonSchema}");
        return new(
            tokens, options?.MaxOutputTokens, Tools: tools.Count > 0, Logprobs: options?.AskedLogprobs() is not null, JsonSchema: format?.Schema is not null);
    }

    /// <summary>What this model lacks for the call, its context included, as the fault to tell; null where it can serve it.</summary>
    public Fault? LackingOf(string alias, ModelOptions model)
        => UnableOf(alias, model) ?? (model.ContextTokens is { } context && InputTokens + (OutputTokens ?? 0) is var tokens && tokens > context
            ? ContextFit.TooLong(alias, context, tokens)
            : null);

    /// <summary>What this model can't do of what the call asks for, as the fault to tell; null where it can do it.</summary>
    public Fault? UnableOf(string alias, ModelOptions model)
    {
        var able = model.Capabilities;
        if (Tools && !able.Tools) return Lacking("call tools", nameof(able.Tools), "tools");
        if (Logprobs && !able.Logprobs) return Lacking("tell log-probabilities", nameof(able.Logprobs), "logprobs");
        return JsonSchema && !able.JsonSchema ? Lacking("hold to a JSON schema", nameof(able.JsonSchema), "response_format") : null;

        Fault Lacking(string what, string capability, string field) => Fault.BadInput(
            "unsupported-parameter", $"The model '{alias}' is not said to {what} (HybridAi:Llm:Models:{alias}:Capabilities:{capability}).", field);
    }
}
