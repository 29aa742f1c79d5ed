using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Turns a call for an answer to another model when the one that was asked for can't serve it.</summary>
/// <remarks>A stream that broke after its first token is not taken over.</remarks>
/// <param name="inner">The way to the alias itself.</param>
/// <param name="failover">The other models, in order.</param>
internal sealed class FailoverChatClient(IChatClient inner, Failover<IChatClient> failover) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var (response, failed) = await failover.FirstThatServesAsync(
            () => base.GetResponseAsync(request, options, cancellationToken),
            way => way.Client.GetResponseAsync(request, Bounded(way, options), cancellationToken),
            way => Lacks(way, request, options));
        if (failed.Count > 0 && ServedBy.Of(response) is { } served) failover.Whole(served, failed).AttachTo(response);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var (stream, failed) = await failover.FirstThatServesAsync(
            () => Started(base.GetStreamingResponseAsync(request, options, cancellationToken)),
            way => Started(way.Client.GetStreamingResponseAsync(request, Bounded(way, options), cancellationToken)),
            way => Lacks(way, request, options));
        await using var started = stream;
        if (failed.Count > 0 && stream.Served is { } served) stream.Correct(failover.Whole(served, failed));
        await foreach (var update in stream.ReadAsync(cancellationToken)) yield return update;

        Task<StartedStream> Started(IAsyncEnumerable<ChatResponseUpdate> updates) => StartedStream.StartAsync(updates, cancellationToken);
    }

    private static ChatOptions? Bounded(ModelWay<IChatClient> way, ChatOptions? options) => ContextLimitChatClient.Bounded(options, way.Options);

    private static Fault? Lacks(ModelWay<IChatClient> way, IReadOnlyCollection<ChatMessage> messages, ChatOptions? options)
        => ModelNeeds.Of(messages, Bounded(way, options)).LackingOf(way.Alias, way.Options);
}
