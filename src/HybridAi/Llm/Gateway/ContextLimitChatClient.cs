using System.Runtime.CompilerServices;
using HybridAi.Llm.Tokens;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Refuses a prompt that is longer than the model's context before anybody is paid, as the fault <c>context-too-long</c>, and never asks for
/// a longer answer than the model gives. Whoever knows which part of a prompt may be cut does so before, by <see cref="ContextFit"/>.
/// </summary>
internal sealed class ContextLimitChatClient(IChatClient inner, string alias, ModelOptions model) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var sent = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        return TooLong(sent) is { } refusal
            ? Task.FromException<ChatResponse>(refusal)
            : base.GetResponseAsync(sent, Bounded(options, model), cancellationToken);
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var sent = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        if (TooLong(sent) is { } refusal) throw refusal;
        await foreach (var update in base.GetStreamingResponseAsync(sent, Bounded(options, model), cancellationToken)) yield return update;
    }

    /// <summary>The options, with no longer answer than the model gives.</summary>
    public static ChatOptions? Bounded(ChatOptions? options, ModelOptions model)
    {
        if (model.MaxOutputTokens is not { } most || options?.MaxOutputTokens is not { } asked || asked <= most) return options;
        var bounded = options.Clone();
        bounded.MaxOutputTokens = most;
        return bounded;
    }

    // The plain estimate, without its margin: what may fit is the provider's to judge.
    private ModelCallException? TooLong(IReadOnlyList<ChatMessage> messages)
        => model.ContextTokens is { } context && TokenEstimator.Count(messages) is var tokens && tokens > context
            ? new ModelCallException(ContextFit.TooLong(alias, context, tokens), new CallMeasure(0, null))
            : null;
}
