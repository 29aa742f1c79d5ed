using System.Runtime.CompilerServices;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>A provider that does what a script says, call by call; the last line goes on for ever.</summary>
internal sealed class ScriptedChatClient(params ScriptedChatClient.Step[] script) : IChatClient
{
    private int _calls;

    /// <summary>What one call does: answers with words, or fails, before or after its first words.</summary>
    public delegate Task<Answer> Step(CancellationToken cancellation);

    public int Calls => Volatile.Read(ref _calls);

    public static Step Says(string text = "hello", ProviderLimits? limits = null) => _ => Task.FromResult(new Answer(text, null, limits));

    public static Step Fails(string code, TimeSpan? retryAfter = null) => _ => throw Failure(code, retryAfter);

    /// <summary>Says something and then breaks; a whole answer just breaks.</summary>
    public static Step BreaksAfter(string text, string code = ModelFaults.BrokeOff) => _ => Task.FromResult(new Answer(text, Failure(code)));

    public static Step Hangs() => async cancellation =>
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return new Answer("", null);
    };

    public static ModelCallException Failure(string code, TimeSpan? retryAfter = null)
        => new(Fault.Unavailable(code, $"scripted {code}")) { RetryAfter = retryAfter is { } wait ? RetryAfter.In(wait) : null };

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var answer = await NextAsync(cancellationToken);
        if (answer.Broken is not null) throw answer.Broken;
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, answer.Text))
        {
            ModelId = "scripted-1", ResponseId = "id-1", FinishReason = ChatFinishReason.Stop, Usage = answer.Usage,
        };
        answer.Limits?.AttachTo(response);
        return response;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var answer = await NextAsync(cancellationToken);
        var first = new ChatResponseUpdate(ChatRole.Assistant, []) { ModelId = "scripted-1", ResponseId = "id-1" };
        answer.Limits?.AttachTo(first);
        yield return first;
        if (answer.Text.Length > 0) yield return new ChatResponseUpdate(ChatRole.Assistant, answer.Text);
        if (answer.Broken is not null) throw answer.Broken;
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(answer.Usage)]) { FinishReason = ChatFinishReason.Stop };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private Task<Answer> NextAsync(CancellationToken cancellation)
        => script[Math.Min(Interlocked.Increment(ref _calls), script.Length) - 1](cancellation);

    internal sealed record Answer(string Text, ModelCallException? Broken, ProviderLimits? Limits = null)
    {
        public UsageDetails Usage { get; } = new() { InputTokenCount = 10, OutputTokenCount = 5 };
    }
}
