namespace HybridAi.Learning.OffPolicy;

/// <summary>
/// Logged outcomes, checked, clipped and summed by decision; rewards as shares of the highest. Weights are target probability by propensity, 0
/// where the row doesn't show what the target needs.
/// </summary>
public sealed class WeightedDecisions
{
    private const double Slack = 1e-6;

    private WeightedDecisions(OffPolicySettings settings, WeightedDecision[] rows, Clipping? clipping)
        => (Settings, Rows, Clipping) = (settings, rows, clipping);

    /// <summary>How they are evaluated.</summary>
    public OffPolicySettings Settings { get; }

    /// <summary>What was clipped; null where nothing was.</summary>
    public Clipping? Clipping { get; }

    /// <summary>One row a decision.</summary>
    internal WeightedDecision[] Rows { get; }

    /// <summary>Expected weight of a decision: 1 but for what clipping leaves out.</summary>
    internal double Kept => Rows.Average(row => row.Kept);

    /// <summary>Checks and sums.</summary>
    /// <param name="outcomes">The outcomes. What has the propensity 0 only widens the intervals, by all that it may have got; <see cref="OverlapVerdict"/> refuses it.</param>
    /// <param name="settings">Settings.</param>
    /// <exception cref="ArgumentException">An outcome contradicts itself, lies outside of the range, or a decision's target probabilities don't sum to 1.</exception>
    public static WeightedDecisions Of(IReadOnlyList<LoggedOutcome> outcomes, OffPolicySettings settings)
    {
        settings.Validate();
        foreach (var outcome in outcomes) Check(outcome, settings);
        WeightedDecision[] rows = [.. outcomes.GroupBy(outcome => outcome.Decision).Select(decision => Sum(decision, settings))];
        var clipped = rows.Count(row => row.Clipped);
        return new(settings, rows, clipped == 0 ? null : new(settings.PropensityFloor, clipped, 1 - rows.Average(row => row.Kept)));
    }

    private static WeightedDecision Sum(IGrouping<int, LoggedOutcome> decision, OffPolicySettings settings)
    {
        var mass = decision.Sum(outcome => outcome.TargetProbability);
        if (Math.Abs(mass - 1) > Slack) throw new ArgumentException($"Decision {decision.Key}: target probabilities sum to {mass}, not to 1.");
        var row = default(WeightedDecision);
        foreach (var outcome in decision) row = row.With(outcome, settings);
        return row;
    }

    private static void Check(LoggedOutcome outcome, OffPolicySettings settings)
    {
        if (!(outcome.TargetProbability > 0 && outcome.TargetProbability <= 1 + Slack)) throw Fault("target probability", outcome.TargetProbability);
        if (!(outcome.Propensity >= 0 && outcome.Propensity <= 1)) throw Fault("propensity", outcome.Propensity);
        if (outcome is { Propensity: 0, Supported: true }) throw new ArgumentException($"Decision {outcome.Decision}: the log shows what its propensity says it can't.");
        if (!InRange(outcome.Predicted)) throw Fault("prediction", outcome.Predicted);
        if (outcome.Reward is { } reward && !InRange(reward)) throw Fault("reward", reward);

        bool InRange(double value) => value >= 0 && value <= settings.Highest;
        ArgumentException Fault(string what, double value) => new($"Decision {outcome.Decision}: {what} {value} is out of range.");
    }
}
