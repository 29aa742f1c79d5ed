namespace HybridAi.Learning.OffPolicy;

/// <summary>How much a log has to say about a policy that it was not made by.</summary>
/// <param name="Decisions">Logged decisions.</param>
/// <param name="SupportedShare">Share of them that show something that the target would do, with its outcome.</param>
/// <param name="EffectiveSampleSize">How many evenly weighted decisions the supported ones are worth: (sum of weights)² / sum of squared weights.</param>
/// <param name="LargestWeight">The largest weight that a decision could have got: the bound on which the intervals rest.</param>
/// <param name="UncoveredMass">Share of the target's probability mass that has the propensity 0.</param>
/// <remarks>
/// Kish 1965, "Survey sampling", section 11.7, as the measure of overlap in Owen 2013, "Monte Carlo theory, methods and examples", section 9.3.
/// </remarks>
public sealed record Overlap(int Decisions, double SupportedShare, double EffectiveSampleSize, double LargestWeight, double UncoveredMass)
{
    /// <summary>Measures it. Mass with the propensity 0 counts as uncovered and has no weight.</summary>
    /// <param name="outcomes">The outcomes; may be none.</param>
    /// <param name="floor">Smaller propensities above 0 count as this.</param>
    public static Overlap Of(IReadOnlyList<LoggedOutcome> outcomes, double floor = 0)
    {
        var decisions = outcomes.GroupBy(outcome => outcome.Decision).ToList();
        if (decisions.Count == 0) return new(0, 0, 0, 0, 0);
        var weights = decisions.ConvertAll(decision => decision.Where(outcome => outcome.Supported).Sum(outcome => Weight(outcome, floor)));
        var (sum, squares) = (weights.Sum(), weights.Sum(weight => weight * weight));
        return new(
            decisions.Count, (double)weights.Count(weight => weight > 0) / decisions.Count, squares > 0 ? sum * sum / squares : 0,
            decisions.Max(decision => decision.Sum(outcome => Weight(outcome, floor))),
            outcomes.Where(outcome => outcome.Propensity == 0).Sum(outcome => outcome.TargetProbability) / decisions.Count);
    }

    private static double Weight(LoggedOutcome outcome, double floor)
        => outcome.Propensity == 0 ? 0 : outcome.TargetProbability / Math.Max(outcome.Propensity, floor);
}
