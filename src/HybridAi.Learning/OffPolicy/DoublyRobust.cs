namespace HybridAi.Learning.OffPolicy;

/// <summary>
/// What the model predicts, plus the weighted mean of what it got wrong where the log shows it: unbiased whatever the model says, and the more
/// precise the better it is. The interval is that of the weighted residuals alone, which are bounded; the predictions are no chance.
/// </summary>
/// <remarks>Dudík, Langford and Li 2011, "Doubly robust policy evaluation and learning", ICML 28, section 3.</remarks>
public sealed class DoublyRobust : IValueEstimator
{
    /// <summary>The member's name.</summary>
    public const string MemberName = "doubly-robust";

    /// <inheritdoc/>
    public string Name => MemberName;

    /// <inheritdoc/>
    public ValueEstimate Estimate(WeightedDecisions decisions)
    {
        var rows = decisions.Rows;
        var predicted = rows.Average(row => row.Predicted);
        var (least, most) = (predicted + rows.Min(row => row.LeastResidual), predicted + rows.Max(row => row.MostResidual));
        var equation = new EstimatingEquation(
            EquationRow.Counted(rows.Select(row => (predicted + row.Residual, 1.0))), value => (least - value, most - value),
            Math.Max(least, 0), Math.Min(most, 1), rows.Average(row => row.ResidualVariance));
        // What clipping leaves out was credited with the prediction and got something between nothing and the highest.
        var lost = rows.Average(row => row.LostPredicted);
        return equation.Estimate(Name, decisions.Settings, interval => (interval.Lower - lost, interval.Upper + 1 - decisions.Kept - lost));
    }
}
