using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Makes a failed call for an answer again, and a stream that was cut before its first token.</summary>
/// <remarks>A stream that breaks later is not retried: its reader holds the beginning already and gets the fault.</remarks>
internal sealed class RetryChatClient(IChatClient inner, Retries retries) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        using var limit = retries.Begin();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var (response, served) = await retries.RunAsync(() => base.GetResponseAsync(request, options, either.Token), limit, cancellationToken);
        served.AttachTo(response);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        using var limit = retries.Begin();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var (stream, served) = await retries.RunAsync(
            () => StartedStream.StartAsync(base.GetStreamingResponseAsync(request, options, either.Token), either.Token), limit, cancellationToken);
        limit.CancelAfter(Timeout.InfiniteTimeSpan); // It has begun: the model's timeout is what holds it now.
        await using var started = stream;
        var first = new ChatResponseUpdate(); // One of its own: what hangs on an update with content becomes its message's, not the answer's.
        served.AttachTo(first);
        yield return first;
        await foreach (var update in stream.ReadAsync(either.Token)) yield return update;
    }
}
