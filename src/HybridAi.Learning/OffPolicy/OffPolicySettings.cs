namespace HybridAi.Learning.OffPolicy;

/// <summary>How logged decisions are evaluated. All of it is decided before an outcome is looked at.</summary>
public sealed record OffPolicySettings
{
    /// <summary>Confidence of each interval, strictly between 0 and 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>The most that a decision can get in this measure: 1 for correctness, the dearest decision's USD for cost. The least is 0.</summary>
    public double Highest { get; init; } = 1;

    /// <summary>
    /// Propensities below this count as this, which bounds the weights at the price of a bias that is reported and added to the intervals. 0 clips
    /// nothing.
    /// </summary>
    public double PropensityFloor { get; init; }

    /// <summary>How intervals are found.</summary>
    public IntervalKind Interval { get; init; } = IntervalKind.Betting;

    /// <summary>Fewer evenly weighted decisions' worth of support is refused.</summary>
    public double MinimumEffective { get; init; } = 50;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ArgumentException">Names every setting that is out of range.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        Require(Confidence is > 0 and < 1, "Confidence must be strictly between 0 and 1");
        Require(Highest > 0 && double.IsFinite(Highest), "Highest must be above 0");
        Require(PropensityFloor is >= 0 and < 1, "PropensityFloor must be at least 0 and below 1");
        Require(MinimumEffective >= 0, "MinimumEffective must not be negative");
        if (faults.Count > 0) throw new ArgumentException($"Off-policy settings: {string.Join("; ", faults)}.");

        void Require(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
    }
}
