namespace HybridAi.Learning.OffPolicy;

/// <summary>Sums over what the target might do at one decision; rewards and predictions as shares of the highest reward.</summary>
/// <param name="Weight">Sum of the realised weights.</param>
/// <param name="Reward">Sum of weight times reward.</param>
/// <param name="Residual">Sum of weight times (reward − prediction).</param>
/// <param name="Predicted">What the model predicts for the target.</param>
/// <param name="MostWeight">The most that <paramref name="Weight"/> could have been.</param>
/// <param name="LeastResidual">The least that <paramref name="Residual"/> could have been.</param>
/// <param name="MostResidual">The most that <paramref name="Residual"/> could have been.</param>
/// <param name="ResidualVariance">The residual's variance, were the predictions chances of a reward of all or nothing.</param>
/// <param name="Kept">Expected weight: 1 where nothing is clipped.</param>
/// <param name="LostPredicted">What the model predicts for the mass that clipping leaves out.</param>
/// <param name="Clipped">Whether a propensity was below the floor.</param>
internal readonly record struct WeightedDecision(
    double Weight, double Reward, double Residual, double Predicted, double MostWeight, double LeastResidual, double MostResidual,
    double ResidualVariance, double Kept, double LostPredicted, bool Clipped)
{
    // A model that is sure of everything is guessed to be wrong now and then.
    private const double LeastVariance = 0.01;

    public WeightedDecision With(LoggedOutcome outcome, OffPolicySettings settings)
    {
        var used = Math.Max(outcome.Propensity, settings.PropensityFloor);
        // What could never be seen, and isn't clipped, has no weight.
        var (possible, kept) = used > 0 ? (outcome.TargetProbability / used, outcome.TargetProbability * outcome.Propensity / used) : (0, 0);
        var (weight, reward, predicted) = (outcome.Supported ? possible : 0, (outcome.Reward ?? 0) / settings.Highest, outcome.Predicted / settings.Highest);
        return new(
            Weight + weight, Reward + weight * reward, Residual + weight * (reward - predicted), Predicted + outcome.TargetProbability * predicted,
            MostWeight + possible, LeastResidual - possible * predicted, MostResidual + possible * (1 - predicted),
            ResidualVariance + possible * kept * (LeastVariance + predicted * (1 - predicted)), Kept + kept,
            LostPredicted + (outcome.TargetProbability - kept) * predicted, Clipped || outcome.Propensity < settings.PropensityFloor);
    }
}
