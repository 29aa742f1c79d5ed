namespace HybridAi.Learning.OffPolicy;

/// <summary>What came of asking a tier.</summary>
/// <param name="CostUsd">What it cost, at least 0.</param>
/// <param name="Right">Whether its answer was right; null where nobody found out.</param>
public sealed record TierOutcome(double CostUsd, bool? Right);
