namespace HybridAi.Learning.OffPolicy;

/// <summary>
/// The weighted mean of the rewards. Biased by less than its own error, never outside of the range of the rewards, and far more precise than
/// <see cref="InversePropensity"/> where all rewards are alike. Its interval has no such bias: it holds the values v for which weight times
/// (reward − v) may have the mean 0.
/// </summary>
/// <remarks>
/// Swaminathan and Joachims 2015, "The self-normalized estimator for counterfactual learning", NIPS 28; the inverted test as Fieller 1954, "Some
/// problems in interval estimation", JRSS B 16, does for ratios.
/// </remarks>
public sealed class SelfNormalised : IValueEstimator
{
    /// <summary>The member's name.</summary>
    public const string MemberName = "self-normalised";

    /// <inheritdoc/>
    public string Name => MemberName;

    /// <inheritdoc/>
    public ValueEstimate Estimate(WeightedDecisions decisions)
    {
        // Rewards of a router that is right on six of seven vary by about an eighth.
        const double variance = 1.0 / 8;
        var most = decisions.Rows.Max(row => row.MostWeight);
        var equation = new EstimatingEquation(
            EquationRow.Counted(decisions.Rows.Select(row => (row.Reward, row.Weight))), value => (-value * most, (1 - value) * most), 0, 1,
            decisions.Rows.Average(row => row.MostWeight) * variance);
        var kept = decisions.Kept;
        return equation.Estimate(Name, decisions.Settings, interval => (interval.Lower * kept, interval.Upper * kept + 1 - kept));
    }
}
