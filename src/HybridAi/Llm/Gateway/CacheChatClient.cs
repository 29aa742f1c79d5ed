using System.Data.Common;
using System.Runtime.CompilerServices;
using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Answers a call as an equal call was answered: out of storage, or together with one that is under way. Nobody is called for it, so it
/// costs 0; the ledger has its line with the outcome <c>cache-hit</c>. A failure is every waiting caller's and is not kept. Calls of
/// different projects or keys don't wait together: each has budgets of its own, and one's refusal is not the other's.
/// </summary>
/// <param name="inner">The rest of the gateway.</param>
/// <param name="alias">The model's alias.</param>
/// <param name="model">Who serves it, under which id.</param>
/// <param name="store">Where answers are kept.</param>
/// <param name="account">Writes down each answer given again.</param>
/// <param name="clock">Measures and dates.</param>
/// <param name="logger">Hears of answers that could not be kept.</param>
internal sealed partial class CacheChatClient(
    IChatClient inner, string alias, ModelOptions model, CacheStore store, CacheAccount account, TimeProvider clock, ILogger logger) : DelegatingChatClient(inner)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CacheFlight> _flights = new(StringComparer.Ordinal);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var sent = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        if (store.KeyOf(alias, model, sent, options) is not { } key) return await base.GetResponseAsync(sent, options, cancellationToken);
        var (context, started) = (CallContext.Of(options), clock.GetTimestamp());
        var (flight, isFirst) = Join(key, context, options, (_, token) => base.GetResponseAsync(sent, options, token));
        try
        {
            var response = await flight.WholeAsync(cancellationToken);
            if (isFirst && !flight.WasKept) return response;
            var copy = response.ToChatResponseUpdates().ToChatResponse();
            copy.Attach(await AccountAsync(response, context, started));
            return copy;
        }
        catch (ModelCallException failure) when (!isFirst)
        {
            throw Shared(failure, started);
        }
        finally
        {
            await flight.LeaveAsync();
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var sent = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        if (store.KeyOf(alias, model, sent, options) is not { } key)
        {
            await foreach (var update in base.GetStreamingResponseAsync(sent, options, cancellationToken)) yield return update;
            yield break;
        }

        var (context, started) = (CallContext.Of(options), clock.GetTimestamp());
        var (flight, isFirst) = Join(key, context, options, (flight, token) => PassOnAsync(flight, base.GetStreamingResponseAsync(sent, options, token)));
        try
        {
            await using var parts = flight.PartsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(parts)) yield return parts.Current;
            if (isFirst && !flight.WasKept) yield break;
            var last = new ChatResponseUpdate();
            last.Attach(await AccountAsync(await flight.WholeAsync(cancellationToken), context, started));
            yield return last;
        }
        finally
        {
            await flight.LeaveAsync();
        }

        async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> parts)
        {
            try
            {
                return await parts.MoveNextAsync();
            }
            catch (ModelCallException failure) when (!isFirst)
            {
                throw Shared(failure, started);
            }
        }
    }

    private (CacheFlight Flight, bool IsFirst) Join(
        string key, CallContext context, ChatOptions? options, Func<CacheFlight, CancellationToken, Task<ChatResponse>> ask)
    {
        var together = ContentHash.Of(key, context.Project, context.Key ?? "");
        CacheFlight flight;
        lock (_gate)
        {
            if (_flights.TryGetValue(together, out var underWay) && underWay.TryJoin()) return (underWay, false);
            flight = new CacheFlight();
            flight.TryJoin();
            _flights[together] = flight;
        }

        flight.Start(async (self, token) =>
        {
            try
            {
                return await FindOrAskAsync(self, key, options, ask, token);
            }
            finally
            {
                lock (_gate)
                    if (_flights.GetValueOrDefault(together) == self) _flights.Remove(together);
            }
        });
        return (flight, true);
    }

    private async Task<ChatResponse> FindOrAskAsync(
        CacheFlight flight, string key, ChatOptions? options, Func<CacheFlight, CancellationToken, Task<ChatResponse>> ask, CancellationToken cancellation)
    {
        if (await store.FindAsync(key, cancellation) is { } kept)
        {
            flight.WasKept = true;
            return kept.ToResponse();
        }

        var response = await ask(flight, cancellation);
        if (CachedAnswer.Of(alias, response, options) is not { } answer) return response;
        try
        {
            await store.SaveAsync(key, alias, answer, CancellationToken.None);
        }
        catch (DbException failure)
        {
            // The answer is there and paid for; that it can't be kept costs another call at most.
            Log.NotKept(logger, failure, alias);
        }

        return response;
    }

    private static async Task<ChatResponse> PassOnAsync(CacheFlight flight, IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        var all = new List<ChatResponseUpdate>();
        await foreach (var update in updates)
        {
            all.Add(update);
            flight.Publish(update);
        }

        return all.ToChatResponse();
    }

    // Who waited for another's semantic hit got one as well.
    private Task<CallMeasure> AccountAsync(ChatResponse response, CallContext context, long started) => account.BookAsync(
        context, started, new CallMeasure(0, null) { FromCache = true, Similarity = CallMeasures.Find(response.AdditionalProperties)?.Similarity });

    // What the failed call cost is the caller's who made it.
    private ModelCallException Shared(ModelCallException failure, long started)
        => new(failure.Fault, new CallMeasure(0, clock.GetElapsedTime(started))) { Refusal = failure.Refusal };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "An answer of model {Alias} could not be kept")]
        public static partial void NotKept(ILogger logger, Exception failure, string alias);
    }
}
