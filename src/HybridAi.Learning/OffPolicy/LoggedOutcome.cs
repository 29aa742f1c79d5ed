namespace HybridAi.Learning.OffPolicy;

/// <summary>
/// What a log shows of one thing that a target policy would do on one logged decision, in one measure: correctness (0 or 1), or cost in USD.
/// A target that leaves something to chance has several for one decision, whose target probabilities sum to 1.
/// </summary>
/// <param name="Decision">Which logged decision: outcomes with the same number belong together.</param>
/// <param name="TargetProbability">Chance that the target does this, in (0, 1]; 1 where it leaves nothing to chance.</param>
/// <param name="Propensity">
/// Chance, under the policy that logged, that the row would show what the target needs: that all of its tiers were asked and the outcome became
/// known. In [0, 1]; 0 where the log could never show it. It must be what the logging policy really drew by, not a guess made afterwards.
/// </param>
/// <param name="Reward">What the target would have got, in the measure's unit, from 0 to the measure's highest; null where the row doesn't show it.</param>
/// <param name="Predicted">
/// What a model says it would get, in the same unit, such as the calibrated reliability of the tier that answers. Any number in the range keeps
/// the estimates unbiased, so long as the model has not seen this decision's outcome; a good one makes them precise.
/// </param>
/// <param name="Unseen">What could not have been seen, in words such as <c>the answer of large-llm</c>, where the propensity is 0; null elsewhere.</param>
public sealed record LoggedOutcome(
    int Decision, double TargetProbability, double Propensity, double? Reward, double Predicted, string? Unseen = null)
{
    /// <summary>Whether the row shows what the target would have got.</summary>
    public bool Supported => Reward is not null;
}
