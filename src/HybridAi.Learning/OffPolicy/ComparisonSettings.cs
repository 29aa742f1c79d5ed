namespace HybridAi.Learning.OffPolicy;

/// <summary>How two policies are compared; decided before the first request.</summary>
public sealed record ComparisonSettings
{
    /// <summary>Chance that nothing false is ever said, however often one looks; strictly between 0 and 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>By how much accuracy over all requests the challenger may fall behind and still count as not worse, in (0, 1).</summary>
    public double Margin { get; init; } = 0.01;

    /// <summary>Share of the requests on which they differ that is audited, in (0, 1], drawn at random.</summary>
    public double AuditShare { get; init; } = 1;

    /// <summary>The most that one request can cost, in USD: bounds the differences of cost.</summary>
    public double HighestCostUsd { get; init; } = 1;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ArgumentException">Names every setting that is out of range.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        Require(Confidence is > 0 and < 1, "Confidence must be strictly between 0 and 1");
        Require(Margin is > 0 and < 1, "Margin must be strictly between 0 and 1");
        Require(AuditShare is > 0 and <= 1, "AuditShare must be above 0 and at most 1");
        Require(HighestCostUsd > 0 && double.IsFinite(HighestCostUsd), "HighestCostUsd must be above 0");
        if (faults.Count > 0) throw new ArgumentException($"Comparison settings: {string.Join("; ", faults)}.");

        void Require(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
    }
}
