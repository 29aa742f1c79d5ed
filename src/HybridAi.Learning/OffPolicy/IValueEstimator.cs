namespace HybridAi.Learning.OffPolicy;

/// <summary>
/// Estimates what a policy would have got on logged decisions, with an interval. What is estimated is the mean over these very decisions; that
/// requests to come may be others is not in the interval.
/// </summary>
public interface IValueEstimator
{
    /// <summary>Lower case with dashes: <c>doubly-robust</c>.</summary>
    string Name { get; }

    /// <summary>Estimates.</summary>
    /// <param name="decisions">At least one.</param>
    ValueEstimate Estimate(WeightedDecisions decisions);
}
