namespace HybridAi.Learning.OffPolicy;

/// <summary>What the policy under evaluation would do at a logged decision.</summary>
/// <param name="Probability">Its own chance of doing so, in (0, 1].</param>
/// <param name="Tiers">The tiers that it would ask.</param>
/// <param name="Answer">The tier among them whose answer it would give.</param>
/// <param name="Reliability">Predicted chance that this answer is right, from a model that has not seen this decision's outcome.</param>
/// <param name="ExpectedCostUsd">Predicted cost of asking the tiers.</param>
public sealed record TargetAction(double Probability, IReadOnlySet<string> Tiers, string Answer, double Reliability, double ExpectedCostUsd)
{
    /// <summary>Whether the other would ask the same tiers and give the answer of the same one.</summary>
    public bool SameAs(TargetAction other) => Answer == other.Answer && Tiers.SetEquals(other.Tiers);
}
