using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HybridAi.Llm.Gateway;

/// <summary>Measures every embedding call, attaches cost and latency to its vectors, and appends a line to the ledger however the call ended.</summary>
/// <param name="inner">The generator that calls the model.</param>
/// <param name="alias">The model's alias, as the ledger names it.</param>
/// <param name="prices">What its tokens cost, and since when.</param>
/// <param name="ledger">The account.</param>
/// <param name="clock">Measures and dates.</param>
/// <param name="logger">Hears of failures, by id and code.</param>
internal sealed partial class MeteredEmbeddingGenerator(
    IEmbeddingGenerator<string, Embedding<float>> inner, string alias, PriceList prices, Ledger ledger, TimeProvider clock, ILogger logger)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var context = CallContext.Of(options);
        var started = clock.GetTimestamp();
        GeneratedEmbeddings<Embedding<float>> embeddings;
        try
        {
            embeddings = await base.GenerateAsync(values, options, cancellationToken);
        }
        catch (Exception failure)
        {
            var known = failure as ModelCallException;
            var outcome = known?.Fault.Code ?? (cancellationToken.IsCancellationRequested ? "cancelled" : "error");
            var free = known is not null && ModelFaults.IsUnbilled(known.Fault);
            var spent = known?.Measure ?? new CallMeasure(free ? 0 : null, clock.GetElapsedTime(started));
            if (known is not null) known.Measure = spent;
            Log.CallFailed(logger, alias, context.Purpose, context.RequestId, outcome);
            await AccountAsync(context, spent, null, outcome);
            throw;
        }

        var told = CallMeasures.Find(embeddings.AdditionalProperties);
        var cost = told is null ? prices.At(clock.GetUtcNow()).Of(embeddings.Usage) : told.CostUsd;
        var measure = new CallMeasure(cost, told?.Latency ?? clock.GetElapsedTime(started));
        embeddings.Attach(measure);
        await AccountAsync(context, measure, embeddings.Usage, "ok");
        return embeddings;
    }

    // Not the caller's token: a call that was cancelled has been paid for all the same.
    private Task AccountAsync(CallContext context, CallMeasure measure, UsageDetails? usage, string outcome) => ledger.AppendAsync(
    [
        new LedgerEntry(
            clock.GetUtcNow(), context.Project, LedgerKind.ModelCall, context.RequestId, context.RecordId, Route: null, Tier: context.Purpose,
            Model: alias, Label: null, Confidence: null, measure.CostUsd, ReferenceCostUsd: null, measure.Latency,
            usage?.InputTokenCount, usage?.OutputTokenCount, outcome)
        {
            Key = context.Key, Tenant = context.Tenant,
        },
    ], CancellationToken.None);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Embedding call of model {Alias} for {Purpose} in {RequestId} ended as {Outcome}")]
        public static partial void CallFailed(ILogger logger, string alias, string purpose, string requestId, string outcome);
    }
}
