using System.Runtime.CompilerServices;
using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Measures every call, streamed or not, attaches cost and latency to its answer, and appends a line to the ledger however the call ended:
/// <c>ok</c>, the fault's code, <c>cancelled</c>, <c>abandoned</c> (the reader of a stream went away) or <c>error</c>.
/// </summary>
/// <param name="inner">The client that calls the model.</param>
/// <param name="alias">The model's alias, as the ledger names it.</param>
/// <param name="prices">What its tokens cost, and since when.</param>
/// <param name="ledger">The account.</param>
/// <param name="clock">Measures and dates.</param>
/// <param name="logger">Hears of failures, by id and code.</param>
internal sealed partial class MeteredChatClient(
    IChatClient inner, string alias, PriceList prices, Ledger ledger, TimeProvider clock, ILogger logger) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = new Call(CallContext.Of(options), clock.GetTimestamp());
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            call.Ended("ok", Measure(call, CallMeasures.Find(response.AdditionalProperties), response.Usage), response.Usage);
            response.Attach(call.Measure);
            return response;
        }
        catch (Exception failure)
        {
            Failed(call, failure, cancellationToken);
            throw;
        }
        finally
        {
            await AccountAsync(call);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = new Call(CallContext.Of(options), clock.GetTimestamp());
        UsageDetails? usage = null;
        CallMeasure? told = null;
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await MoveNextAsync())
            {
                usage = updates.Current.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? usage;
                told = CallMeasures.Find(updates.Current.AdditionalProperties) ?? told;
                yield return updates.Current;
            }

            call.Ended("ok", Measure(call, told, usage), usage);
            var last = new ChatResponseUpdate();
            last.Attach(call.Measure);
            yield return last;
        }
        finally
        {
            if (!call.HasEnded) call.Ended("abandoned", Measure(call, told, usage), usage);
            await AccountAsync(call);
        }

        async ValueTask<bool> MoveNextAsync()
        {
            try
            {
                return await updates.MoveNextAsync();
            }
            catch (Exception failure)
            {
                Failed(call, failure, cancellationToken);
                throw;
            }
        }
    }

    private CallMeasure Measure(Call call, CallMeasure? told, UsageDetails? usage)
        => told ?? new CallMeasure(prices.At(clock.GetUtcNow()).Of(usage), clock.GetElapsedTime(call.StartedAt));

    private void Failed(Call call, Exception failure, CancellationToken cancellation)
    {
        var known = failure as ModelCallException;
        var outcome = known?.Fault.Code ?? (cancellation.IsCancellationRequested ? "cancelled" : "error");
        call.Ended(outcome, Measure(call, known?.Measure, usage: null), usage: null);
        if (known is not null) known.Measure = call.Measure;
        Log.CallFailed(logger, alias, call.Context.Purpose, call.Context.RequestId, outcome);
    }

    // Not the caller's token: a call that was cancelled has been paid for all the same.
    private async Task AccountAsync(Call call)
    {
        var (context, measure) = (call.Context, call.Measure);
        var line = new LedgerEntry(
            clock.GetUtcNow(), context.Project, LedgerKind.ModelCall, context.RequestId, context.RecordId, Route: null, Tier: context.Purpose,
            Model: alias, Label: null, Confidence: null, measure.CostUsd, ReferenceCostUsd: null, measure.Latency,
            call.Usage?.InputTokenCount, call.Usage?.OutputTokenCount, call.Outcome);
        await ledger.AppendAsync([line], CancellationToken.None);
    }

    private sealed class Call(CallContext context, long startedAt)
    {
        public CallContext Context { get; } = context;

        public long StartedAt { get; } = startedAt;

        public string Outcome { get; private set; } = "";

        public CallMeasure Measure { get; private set; } = new(null, null);

        public UsageDetails? Usage { get; private set; }

        public bool HasEnded => Outcome.Length > 0;

        public void Ended(string outcome, CallMeasure measure, UsageDetails? usage) => (Outcome, Measure, Usage) = (outcome, measure, usage);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Call of model {Alias} for {Purpose} in {RequestId} ended as {Outcome}")]
        public static partial void CallFailed(ILogger logger, string alias, string purpose, string requestId, string outcome);
    }
}
