using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>A provider's client that does as a test says and counts its calls.</summary>
internal sealed class FakeModel : IChatClient
{
    private int _calls;

    public int Calls => _calls;

    /// <summary>What it answers to the n-th call, from 1; by default "answer n" for 1,000 input and 100 output tokens.</summary>
    public Func<int, CancellationToken, Task<ChatResponse>> Answer { get; set; } = (call, _) => Task.FromResult(Says($"answer {call}"));

    /// <summary>What it streams to the n-th call; null: the answer in two halves, then its usage.</summary>
    public Func<int, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>? Stream { get; set; }

    public static ChatResponse Says(string text, long? input = 1000, long? output = 100, ChatFinishReason? finish = null) => new(new ChatMessage(ChatRole.Assistant, text))
    {
        ModelId = "served", ResponseId = "r-1", FinishReason = finish ?? ChatFinishReason.Stop,
        Usage = input is null ? null : new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output },
    };

    public static ChatResponseUpdate Part(string text) => new(ChatRole.Assistant, text);

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => Answer(Interlocked.Increment(ref _calls), cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = Interlocked.Increment(ref _calls);
        if (Stream is not null)
        {
            await foreach (var update in Stream(call, cancellationToken)) yield return update;
            yield break;
        }

        var answer = await Answer(call, cancellationToken);
        var half = answer.Text.Length / 2;
        yield return Part(answer.Text[..half]);
        yield return Part(answer.Text[half..]);
        yield return new ChatResponseUpdate(ChatRole.Assistant, answer.Usage is { } usage ? [new UsageContent(usage)] : [])
        {
            FinishReason = answer.FinishReason, ModelId = answer.ModelId, ResponseId = answer.ResponseId,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
