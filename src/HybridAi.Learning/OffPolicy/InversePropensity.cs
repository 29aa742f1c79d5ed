namespace HybridAi.Learning.OffPolicy;

/// <summary>The mean of weight times reward: unbiased, and the least precise where rewards are mostly high.</summary>
/// <remarks>Horvitz and Thompson 1952, "A generalization of sampling without replacement from a finite universe", JASA 47.</remarks>
public sealed class InversePropensity : IValueEstimator
{
    /// <summary>The member's name.</summary>
    public const string MemberName = "inverse-propensity";

    private const double LeastVariance = 0.1;

    /// <inheritdoc/>
    public string Name => MemberName;

    /// <inheritdoc/>
    public ValueEstimate Estimate(WeightedDecisions decisions)
    {
        // Where rewards are mostly the highest they vary as the weights do.
        var variance = decisions.Rows.Average(row => Math.Max(row.MostWeight - 1, LeastVariance));
        var most = decisions.Rows.Max(row => row.MostWeight);
        var equation = new EstimatingEquation(
            EquationRow.Counted(decisions.Rows.Select(row => (row.Reward, 1.0))), value => (-value, most - value), 0, 1, variance);
        // What clipping leaves out got something between nothing and the highest.
        return equation.Estimate(Name, decisions.Settings, interval => (interval.Lower, interval.Upper + 1 - decisions.Kept));
    }
}
