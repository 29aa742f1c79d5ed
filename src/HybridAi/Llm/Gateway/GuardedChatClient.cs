using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Calls for answers through a door, which hears how each ended: once, streamed or whole.</summary>
internal sealed class GuardedChatClient(IChatClient inner, ICallDoor door) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var guard = await door.EnterAsync(new GuardedCall(messages, options, streams: false), cancellationToken);
        ChatResponse response;
        try
        {
            response = await base.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (Exception failure)
        {
            guard.Ended(new CallEnd(CallEnding.Broken).By(failure, cancellationToken));
            throw;
        }

        guard.Ended(CallEnd.Of(response));
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var guard = await door.EnterAsync(new GuardedCall(messages, options, streams: true), cancellationToken);
        var end = new CallEnd(CallEnding.Abandoned);
        var started = false;
        try
        {
            await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(updates))
            {
                end = end.With(updates.Current);
                if (!started && StartedStream.HoldsContent(updates.Current))
                {
                    started = true;
                    guard.Started();
                }

                yield return updates.Current;
            }

            end = end with { Ending = CallEnding.Answered };
        }
        finally
        {
            guard.Ended(end);
        }

        async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates)
        {
            try
            {
                return await updates.MoveNextAsync();
            }
            catch (Exception failure)
            {
                end = end.By(failure, cancellationToken);
                throw;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) (door as IDisposable)?.Dispose();
        base.Dispose(disposing);
    }
}
