namespace HybridAi.Learning.OffPolicy;

/// <summary>What came of asking a tier.</summary>
/// <param name="CostUsd">What it cost, at least 0.</param>
/// <param name="Right">Whether its answer was right; null where nobody found out, or only in a way that no <see cref="LoggedWay"/> counts with, such as a complaint: whoever complains is not drawn at random.</param>
public sealed record TierOutcome(double CostUsd, bool? Right);
