namespace HybridAi.Learning.OffPolicy;

/// <summary>What a policy would have got on logged decisions, without running it; or why the log can't say.</summary>
/// <param name="Verdict">Whether the log can say, with the figures of the overlap.</param>
/// <param name="Estimates">By every estimator, the most trusted first; empty where the log can't say.</param>
/// <param name="ModelAlone">What the model predicts, without the log's outcomes: it has no interval, for nothing bounds its error. Null where there are no decisions.</param>
/// <param name="Clipping">Which propensities were clipped, and what that costs; null where none was.</param>
public sealed record OffPolicyEvaluation(OverlapVerdict Verdict, IReadOnlyList<ValueEstimate> Estimates, double? ModelAlone, Clipping? Clipping)
{
    /// <summary>The estimate to report: the doubly robust one. Null where the log can't say.</summary>
    public ValueEstimate? Trusted => Estimates.Count == 0 ? null : Estimates[0];

    /// <summary>Evaluates one measure.</summary>
    /// <param name="outcomes">
    /// All logged decisions, also those that show nothing of what the target needs: to leave them out would bias every estimate.
    /// </param>
    /// <param name="settings">Settings; for cost <see cref="OffPolicySettings.Highest"/> is the dearest decision's.</param>
    /// <exception cref="ArgumentException">A setting or an outcome is out of range, or an outcome contradicts itself.</exception>
    public static OffPolicyEvaluation Of(IReadOnlyList<LoggedOutcome> outcomes, OffPolicySettings settings)
    {
        var decisions = WeightedDecisions.Of(outcomes, settings);
        var verdict = OverlapVerdict.Of(outcomes, settings);
        double? model = decisions.Rows.Length == 0 ? null : decisions.Rows.Average(row => row.Predicted) * settings.Highest;
        return verdict.Refused
            ? new(verdict, [], model, null)
            : new(verdict, [.. ValueEstimators.InOrderOfTrust.Select(estimator => estimator.Estimate(decisions))], model, decisions.Clipping);
    }
}
