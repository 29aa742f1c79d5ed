using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>What watches one call from its admission to its end.</summary>
internal interface ICallGuard
{
    /// <summary>The first content of a stream has come.</summary>
    void Started();

    /// <summary>The call is over; called once, however it ended.</summary>
    void Ended(CallEnd end);
}

/// <summary>Lets calls in one by one, or refuses them, and hears how each ended: once for streamed and whole answers.</summary>
internal abstract class GuardedChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    public sealed override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var guard = await EnterAsync(messages, options, streams: false, cancellationToken);
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

    public sealed override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var guard = await EnterAsync(messages, options, streams: true, cancellationToken);
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

    /// <summary>Returns when the call may go on, or throws a <see cref="ModelCallException"/> that says why it may not.</summary>
    protected abstract ValueTask<ICallGuard> EnterAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, bool streams, CancellationToken cancellation);
}
