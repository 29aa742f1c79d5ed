using HybridAi.Storage;

namespace HybridAi.Llm.Gateway;

/// <summary>Writes a ledger line for each answer that its model was not called for.</summary>
/// <param name="alias">The model's alias.</param>
/// <param name="ledger">The account.</param>
/// <param name="clock">Measures and dates.</param>
internal sealed class CacheAccount(string alias, Ledger ledger, TimeProvider clock)
{
    /// <summary>The outcome that the ledger has for an answer to an equal call.</summary>
    public const string Hit = "cache-hit";

    /// <summary>The outcome that the ledger has for an answer to a similar call.</summary>
    public const string SemanticHit = "semantic-hit";

    /// <summary>Books the answer; its line costs 0, since a vector has a line of its own.</summary>
    /// <returns>The measure with its latency.</returns>
    public async Task<CallMeasure> BookAsync(CallContext context, long started, CallMeasure measure)
    {
        measure = measure with { Latency = clock.GetElapsedTime(started) };
        var line = new LedgerEntry(
            clock.GetUtcNow(), context.Project, LedgerKind.ModelCall, context.RequestId, context.RecordId, Route: null, Tier: context.Purpose,
            Model: alias, Label: null, Confidence: measure.Similarity, CostUsd: 0, ReferenceCostUsd: null, measure.Latency, InputTokens: null,
            OutputTokens: null, measure.Similarity is null ? Hit : SemanticHit)
        {
            Key = context.Key, Tenant = context.Tenant,
        };
        await ledger.AppendAsync([line], CancellationToken.None);
        return measure;
    }
}
