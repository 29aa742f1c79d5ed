using System.Diagnostics;
using System.Runtime.CompilerServices;
using HybridAi.Llm;
using HybridAi.Llm.Providers;
using Microsoft.Extensions.AI;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>A provider in this process that answers after a fixed time, and says with each answer how long it truly took.</summary>
internal sealed class DelayedProvider(TimeSpan latency) : IChatProvider, IChatClient
{
    private const string Key = "benchmark.own-ticks";

    public string Name => "delayed";

    /// <summary>The stopwatch ticks that the provider itself took for this answer.</summary>
    public static long OwnTicks(ChatResponse response) => (long)response.AdditionalProperties![Key]!;

    /// <summary>Makes the answer say it.</summary>
    public static void TellOwnTicks(ChatResponse response, long ticks) => (response.AdditionalProperties ??= [])[Key] = ticks;

    public IReadOnlyList<Fault> Check(ModelOptions options) => [];

    public Outcome<IChatClient> Create(string modelAlias, ModelOptions options) => this;

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(latency, cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, """{"label":"delivery","confidence":0.9}"""))
        {
            ModelId = "delayed-1",
            FinishReason = ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = 200, OutputTokenCount = 12 },
            AdditionalProperties = new() { [Key] = Stopwatch.GetTimestamp() - start },
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()) yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
