using HybridAi.Learning.Routing;

namespace HybridAi.Serve.Routing;

/// <summary>The policies of a family as points of cost and accuracy.</summary>
internal static class FrontPoints
{
    /// <summary>The points, from safe to cheap.</summary>
    public static IReadOnlyList<FrontPoint> Of(PolicyFamily family, RouteLayout layout, RouteLatency latency, IReadOnlyList<int> shown, int taken)
    {
        var rows = layout.Source;
        var judged = family.Judged.Select(row => rows.Calibration[row]).ToList();
        var reference = judged.Average(row => layout.IsRight(row, rows.Reference) ? 1.0 : 0);
        var price = layout.PricesKnown ? (double)judged.Average(row => row.Answers[rows.Reference].CostUsd ?? layout.MeanCost(rows.Reference)!.Value) : 1;
        return [.. Enumerable.Range(0, PolicyFamily.Places).Select(place =>
        {
            var (accuracy, cost) = (family.Outcomes[place].Average(end => end.Right ? 1.0 : 0), family.CostOf(place));
            return new FrontPoint(
                place, PolicyFamily.Worth(place), [.. family.Policy(place).Tiers.Select(tier => rows.Tiers[layout.Order[tier]])], accuracy, accuracy - reference,
                cost / price, layout.PricesKnown ? (decimal)cost * 1000 : null, latency.P95(family, place), shown.Contains(place), place == taken);
        })];
    }
}
