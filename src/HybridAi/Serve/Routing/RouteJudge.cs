using HybridAi.Learning.Routing;
using HybridAi.Learning.Statistics;

namespace HybridAi.Serve.Routing;

/// <summary>How a route did on reviewed rows, in figures.</summary>
internal sealed class RouteJudge(RouteLayout layout, RouteSettings settings)
{
    /// <summary>On rows that a finished policy had not seen.</summary>
    public RouteJudgement? Judge(RoutingPolicy policy, IReadOnlyList<RouteRow> rows) => Judge([.. rows.Select(row => Walk(policy, row))], rows);

    /// <summary>Of outcomes that are known already.</summary>
    public RouteJudgement? Judge(IReadOnlyList<PolicyOutcome> ends, IReadOnlyList<RouteRow> rows)
    {
        if (rows.Count == 0) return null;
        var (wins, losses, right, referenceRight) = (0, 0, 0, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            var reference = layout.IsRight(rows[i], layout.Source.Reference);
            if (ends[i].Right) right++;
            if (reference) referenceRight++;
            if (ends[i].Right && !reference) wins++;
            if (!ends[i].Right && reference) losses++;
        }

        var (accuracy, ofReference) = ((double)right / rows.Count, (double)referenceRight / rows.Count);
        var tiers = layout.Source.Tiers;
        return new(
            rows.Count, accuracy, ofReference, ofReference - settings.Margin, wins, losses, MatchedPairsTest.Lower(new(rows.Count, wins, losses), settings.Confidence),
            ClopperPearson.Upper(rows.Count - right, rows.Count, settings.Confidence),
            layout.Order.Index().ToDictionary(tier => tiers[tier.Item], tier => (double)ends.Count(end => end.Asked >> tier.Index == 1) / rows.Count),
            Per1000(ends.Zip(rows, (end, row) => CostOf(row, end.Asked))), Per1000(rows.Select(row => row.Answers[layout.Source.Reference].CostUsd)),
            tiers.Index().ToDictionary(tier => tier.Item, tier => rows.Average(row => layout.IsRight(row, tier.Index) ? 1.0 : 0)));
    }

    /// <summary>A row's way along a policy.</summary>
    public PolicyOutcome Walk(RoutingPolicy policy, RouteRow row)
    {
        var walk = PolicyWalk.Along(policy, layout.Order.Length, tier => layout.Reply(row, layout.Order[tier]), _ => RouteLayout.NoveltyOf(row));
        var asked = walk.Asked.Sum(tier => 1 << tier);
        return new(walk.Belief, layout.Space.Same(walk.Belief.Label, layout.IndexOf(row.Gold)), (double)(CostOf(row, asked) ?? 0), asked);
    }

    private decimal? CostOf(RouteRow row, int asked)
    {
        decimal? cost = 0;
        for (var place = 0; place < layout.Order.Length; place++)
            if ((asked >> place & 1) == 1)
                cost += row.Answers[layout.Order[place]].CostUsd;
        return cost;
    }

    private static decimal? Per1000(IEnumerable<decimal?> costs)
    {
        var all = costs.ToList();
        return all.Contains(null) ? null : all.Sum() * 1000 / all.Count;
    }
}
