namespace HybridAi.Learning.OffPolicy;

/// <summary>What a policy would have got per decision on the logged decisions, in the measure's unit.</summary>
/// <param name="Estimator">Name of the method.</param>
/// <param name="Value">The estimate. Inverse propensity and doubly robust may leave the measure's range, which keeps them unbiased.</param>
/// <param name="Lower">Lower end of the interval, within the range.</param>
/// <param name="Upper">Upper end of the interval, within the range.</param>
/// <param name="Confidence">Confidence of the two-sided interval; each end alone errs with half of what is left to 1.</param>
/// <param name="Interval">How the interval was found.</param>
public sealed record ValueEstimate(string Estimator, double Value, double Lower, double Upper, double Confidence, IntervalKind Interval)
{
    /// <summary>Whether the interval holds for every number of decisions, rather than in the limit.</summary>
    public bool HoldsAtFiniteSamples => Interval != IntervalKind.Normal;
}
