using HybridAi.Storage;

namespace HybridAi.Serve.Prediction;

/// <summary>A prediction as a line of the ledger.</summary>
internal static class PredictionLine
{
    private const string NoTier = "none";

    /// <summary>The line.</summary>
    public static LedgerEntry Of(DateTimeOffset at, string project, string requestId, Prediction answer) => new(
        at, project, LedgerKind.Prediction, requestId, answer.Id, answer.Versions.Route, answer.Tier ?? NoTier,
        answer.Reason.LastOrDefault(step => step.Tier == answer.Tier)?.Labeller, answer.Label, answer.Label is null ? null : answer.Confidence,
        answer.CostUsd, answer.ReferenceCostUsd, answer.Latency, null, null, answer.Fault?.Code ?? answer.Degraded?.Code ?? "ok");
}
