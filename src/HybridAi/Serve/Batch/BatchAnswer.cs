namespace HybridAi.Serve.Batch;

/// <summary>What stands behind a row.</summary>
/// <param name="Label">The label; null where there is none.</param>
/// <param name="Reliability">How likely it is right, 0 to 1.</param>
/// <param name="Tier">The tier whose answer stands; null where none does.</param>
/// <param name="CostUsd">What the asked tiers cost; null where unknown.</param>
/// <param name="Fault">Why there is no label, or why it is not the answer that the route was chosen for, by code; null where neither is so.</param>
internal readonly record struct BatchAnswer(string? Label, double Reliability, string? Tier, decimal? CostUsd, string? Fault)
{
    public static BatchAnswer Failed(string code) => new(null, 0, null, 0, code);

    public static BatchAnswer Of(Prediction.Prediction answer)
        => new(answer.Label, answer.Confidence, answer.Tier, answer.CostUsd, answer.Fault?.Code ?? answer.Degraded?.Code);
}
