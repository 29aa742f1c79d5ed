using HybridAi.Learning.Statistics;

namespace HybridAi.Serve.Routing;

/// <summary>How a cascade does on reviewed rows.</summary>
internal static class RouteJudge
{
    /// <summary>Row by row: 1 where only the cascade is right, -1 where only the reference is, otherwise 0.</summary>
    public static sbyte[] Differences(IReadOnlyList<CascadeStep> steps, IReadOnlyList<RouteRow> rows)
        => [.. rows.Select(row => (sbyte)(Right(Cascade.Walk(steps, row).Label, row) - Right(row.Answers[^1].Label, row)))];

    /// <summary>The figures; null where there are no rows.</summary>
    public static RouteJudgement? Judge(
        IReadOnlyList<CascadeStep> steps, IReadOnlyList<string> tiers, IReadOnlyList<RouteRow> rows, RouteSettings settings)
    {
        if (rows.Count == 0) return null;
        var ends = rows.Select(row => Cascade.Walk(steps, row)).ToList();
        var right = ends.Zip(rows, (end, row) => Right(end.Label, row)).Sum();
        var alone = ByTier(tiers, tier => rows.Average(row => Right(row.Answers[tier].Label, row)));
        var reference = alone[tiers[^1]];
        // The reference differs from itself by nothing: there is no doubt to bound.
        var difference = steps is [var only] && only.Tier == tiers.Count - 1 ? 0 : PairedBound.Lower(Differences(steps, rows), settings.Confidence);
        return new(
            rows.Count, (double)right / rows.Count, reference, reference - settings.Margin, difference,
            ClopperPearson.Upper(rows.Count - right, rows.Count, settings.Confidence),
            ByTier(tiers, tier => (double)ends.Count(end => end.Tier == tier) / rows.Count),
            Per1000([.. ends.Select(end => end.CostUsd)]), Per1000([.. rows.Select(row => row.Answers[^1].CostUsd)]), alone);
    }

    private static Dictionary<string, double> ByTier(IReadOnlyList<string> tiers, Func<int, double> figure)
        => tiers.Index().ToDictionary(tier => tier.Item, tier => figure(tier.Index));

    private static int Right(string? label, RouteRow row) => label == row.Gold ? 1 : 0;

    private static decimal? Per1000(List<decimal?> costs) => costs.Contains(null) ? null : costs.Sum() * 1000 / costs.Count;
}
