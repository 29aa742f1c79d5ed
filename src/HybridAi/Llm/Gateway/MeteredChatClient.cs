using System.Runtime.CompilerServices;
using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Measures every call, streamed or not, attaches cost and latency to its answer, and appends a line to the ledger however the call ended:
/// <c>ok</c>, the fault's code, <c>cancelled</c>, <c>abandoned</c> (the reader of a stream went away) or <c>error</c>. A stream that did not
/// reach its end costs what was sent and what arrived, by our count where the provider told none; a call of which nothing arrived costs
/// nothing where the provider says that it gave no answer, and otherwise nobody knows what.
/// </summary>
/// <remarks>A line with a cost and without token counts is our count: the provider's own was never heard.</remarks>
/// <param name="inner">The client that calls the model.</param>
/// <param name="alias">The model's alias, as the ledger names it.</param>
/// <param name="prices">What its tokens cost, and since when.</param>
/// <param name="scale">How many tokens the model makes of a byte.</param>
/// <param name="ledger">The account.</param>
/// <param name="clock">Measures and dates.</param>
/// <param name="logger">Hears of failures, by id and code.</param>
internal sealed partial class MeteredChatClient(
    IChatClient inner, string alias, PriceList prices, TokenScale scale, Ledger ledger, TimeProvider clock, ILogger logger) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var sent = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var call = new Call(CallContext.Of(options), BudgetCeiling.InputTokens(sent, options), clock.GetTimestamp());
        try
        {
            var response = await base.GetResponseAsync(sent, options, cancellationToken);
            call.Arrived(response.Text, response.Usage, CallMeasures.Find(response.AdditionalProperties));
            Answered(call);
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
        var sent = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var call = new Call(CallContext.Of(options), BudgetCeiling.InputTokens(sent, options), clock.GetTimestamp());
        await using var updates = base.GetStreamingResponseAsync(sent, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await MoveNextAsync())
            {
                var update = updates.Current;
                call.Arrived(update.Text, update.Contents.OfType<UsageContent>().LastOrDefault()?.Details, CallMeasures.Find(update.AdditionalProperties));
                yield return update;
            }

            Answered(call);
            var last = new ChatResponseUpdate();
            last.Attach(call.Measure);
            yield return last;
        }
        finally
        {
            if (!call.HasEnded) call.Ended("abandoned", OfBroken(call, null));
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

    private void Answered(Call call)
    {
        call.Ended("ok", call.Told ?? new CallMeasure(prices.At(clock.GetUtcNow()).Of(call.Usage), clock.GetElapsedTime(call.StartedAt)));
        scale.Learn(call.SentBytes ?? 0, call.Usage?.InputTokenCount, call.ArrivedBytes, call.Usage?.OutputTokenCount);
    }

    private CallMeasure OfBroken(Call call, ModelCallException? failure)
    {
        if ((failure?.Measure ?? call.Told) is { } told) return told;
        var (price, latency) = (prices.At(clock.GetUtcNow()), clock.GetElapsedTime(call.StartedAt));
        if (call.Usage is { } usage) return new(price.Of(usage), latency);
        if (call.ArrivedBytes > 0 && call.SentBytes is { } sent) return new(scale.Price(price, sent, call.ArrivedBytes), latency) { Estimated = true };
        return new(call.ArrivedBytes == 0 && failure is not null && ModelFaults.IsUnbilled(failure.Fault) ? 0 : null, latency);
    }

    private void Failed(Call call, Exception failure, CancellationToken cancellation)
    {
        var known = failure as ModelCallException;
        var outcome = known?.Fault.Code ?? (cancellation.IsCancellationRequested ? "cancelled" : "error");
        call.Ended(outcome, OfBroken(call, known));
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
            call.Usage?.InputTokenCount, call.Usage?.OutputTokenCount, call.Outcome)
        {
            Key = context.Key, Tenant = context.Tenant,
        };
        await ledger.AppendAsync([line], CancellationToken.None);
    }

    private sealed class Call(CallContext context, long? sentBytes, long startedAt)
    {
        public CallContext Context { get; } = context;

        public long? SentBytes { get; } = sentBytes;

        public long StartedAt { get; } = startedAt;

        public string Outcome { get; private set; } = "";

        public CallMeasure Measure { get; private set; } = new(null, null);

        public UsageDetails? Usage { get; private set; }

        public CallMeasure? Told { get; private set; }

        public long ArrivedBytes { get; private set; }

        public bool HasEnded => Outcome.Length > 0;

        public void Arrived(string text, UsageDetails? usage, CallMeasure? told)
            => (ArrivedBytes, Usage, Told) = (ArrivedBytes + BudgetCeiling.Bytes(text), usage ?? Usage, told ?? Told);

        public void Ended(string outcome, CallMeasure measure) => (Outcome, Measure) = (outcome, measure);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Call of model {Alias} for {Purpose} in {RequestId} ended as {Outcome}")]
        public static partial void CallFailed(ILogger logger, string alias, string purpose, string requestId, string outcome);
    }
}
