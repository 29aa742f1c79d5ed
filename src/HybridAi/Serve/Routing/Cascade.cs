namespace HybridAi.Serve.Routing;

/// <summary>One step of a cascade over tiers that are known by number.</summary>
/// <param name="Tier">Index among the tiers.</param>
/// <param name="Threshold">Least confidence that ends the walk; null: any answer does.</param>
internal readonly record struct CascadeStep(int Tier, double? Threshold);

/// <summary>Where a walk ended.</summary>
/// <param name="Label">The answer; null where no tier had one.</param>
/// <param name="Tier">Index of the tier that gave it; -1 where none did.</param>
/// <param name="CostUsd">What all asked tiers cost together; null where one of them is unknown.</param>
internal readonly record struct CascadeEnd(string? Label, int Tier, decimal? CostUsd);

/// <summary>The rule by which a route is walked: one rule for choosing thresholds on paper and for serving.</summary>
internal static class Cascade
{
    /// <summary>Whether this answer ends the walk.</summary>
    public static bool Ends(double? threshold, string? label, double confidence)
        => label is not null && (threshold is null || confidence >= threshold);

    /// <summary>
    /// Walks the steps over recorded answers. When the last step has no answer, the answer of the last tier that had one stands: later tiers
    /// are the better ones.
    /// </summary>
    public static CascadeEnd Walk(IReadOnlyList<CascadeStep> steps, RouteRow row)
    {
        decimal? cost = 0;
        string? earlier = null;
        var earlierTier = -1;
        foreach (var (tier, threshold) in steps)
        {
            var answer = row.Answers[tier];
            cost += answer.CostUsd;
            if (Ends(threshold, answer.Label, answer.Confidence)) return new(answer.Label, tier, cost);
            if (answer.Label is not null) (earlier, earlierTier) = (answer.Label, tier);
        }

        return new(earlier, earlierTier, cost);
    }
}
