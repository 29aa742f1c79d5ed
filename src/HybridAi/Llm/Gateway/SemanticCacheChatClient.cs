using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Gives a question the answer that was kept for a similar one, where that was shown to be right often enough. It stands inside the exact
/// cache, which is asked first. Such an answer says so in its measure and in the ledger, is never kept under the question that got it, and
/// costs what the vector cost. Whatever fails here costs a call of the model and nothing else.
/// </summary>
internal sealed partial class SemanticCacheChatClient(
    IChatClient inner, string alias, ModelOptions model, SemanticCache cache, CacheAccount account, TimeProvider clock, ILogger logger)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (sent, started) = (messages as IReadOnlyCollection<ChatMessage> ?? [.. messages], clock.GetTimestamp());
        var look = await LookAsync(sent, options, cancellationToken);
        if (look is { Answer: { } kept, IsAudited: false })
        {
            var hit = kept.ToResponse();
            hit.Attach(await BookAsync(look, options, started));
            return hit;
        }

        var response = await base.GetResponseAsync(sent, options, cancellationToken);
        if (look is null) return response;
        await LearnAsync(look, response, options);
        if (WithVector(look, CallMeasures.Find(response.AdditionalProperties)) is { } measure) response.Attach(measure);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (sent, started) = (messages as IReadOnlyCollection<ChatMessage> ?? [.. messages], clock.GetTimestamp());
        var look = await LookAsync(sent, options, cancellationToken);
        CallMeasure? measure;
        if (look is { Answer: { } kept, IsAudited: false })
        {
            foreach (var update in kept.ToResponse().ToChatResponseUpdates()) yield return update;
            measure = await BookAsync(look, options, started);
        }
        else
        {
            var all = new List<ChatResponseUpdate>();
            await foreach (var update in base.GetStreamingResponseAsync(sent, options, cancellationToken))
            {
                all.Add(update);
                yield return update;
            }

            if (look is null) yield break;
            var response = all.ToChatResponse();
            await LearnAsync(look, response, options);
            measure = WithVector(look, CallMeasures.Find(response.AdditionalProperties));
        }

        if (measure is null) yield break;
        var last = new ChatResponseUpdate();
        last.Attach(measure);
        yield return last;
    }

    private async Task<SemanticLook?> LookAsync(IReadOnlyCollection<ChatMessage> messages, ChatOptions? options, CancellationToken cancellation)
    {
        try
        {
            return await cache.LookAsync(alias, model, messages, options, cancellation);
        }
        catch (Exception failure) when (failure is DbException or ModelCallException)
        {
            Log.NotLooked(logger, failure, alias);
            return null;
        }
    }

    private async Task LearnAsync(SemanticLook look, ChatResponse response, ChatOptions? options)
    {
        try
        {
            await cache.LearnAsync(look, alias, response, options);
        }
        catch (DbException failure)
        {
            Log.NotKept(logger, failure, alias);
        }
    }

    private Task<CallMeasure> BookAsync(SemanticLook look, ChatOptions? options, long started)
        => account.BookAsync(CallContext.Of(options), started, new CallMeasure(look.CostUsd, null) { FromCache = true, Similarity = look.Similarity });

    // The vector stands in the ledger as a call of its own; whoever asked paid for both.
    private static CallMeasure? WithVector(SemanticLook look, CallMeasure? call)
        => look.CostUsd is 0 || call is null ? null : call with { CostUsd = call.CostUsd + look.CostUsd };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Similar questions to model {Alias} could not be looked for")]
        public static partial void NotLooked(ILogger logger, Exception failure, string alias);

        [LoggerMessage(Level = LogLevel.Warning, Message = "A question to model {Alias} could not be kept")]
        public static partial void NotKept(ILogger logger, Exception failure, string alias);
    }
}
