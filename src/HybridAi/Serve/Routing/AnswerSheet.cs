namespace HybridAi.Serve.Routing;

/// <summary>The answers of all tiers as arrays, for a search that reads them many thousand times. It knows nothing of who was right.</summary>
internal sealed class AnswerSheet
{
    /// <summary>Lays out the rows.</summary>
    public AnswerSheet(IReadOnlyList<RouteRow> rows, int tiers)
    {
        (Rows, Tiers) = (rows.Count, tiers);
        var all = Enumerable.Range(0, tiers);
        Confidence = [.. all.Select(tier => rows.Select(row => ConfidenceOf(row.Answers[tier])).ToArray())];
        Disagrees = [.. all.Select(tier => rows.Select(row => row.Answers[tier].Label != row.Answers[^1].Label).ToArray())];
        var prices = all.Select(tier => MeanCost(rows, tier)).ToArray();
        Price = prices.Contains(null)
            ? [.. all.Select(tier => tier == tiers - 1 ? 1.0 : 0.0)]
            : [.. prices.Select(price => (double)price!.Value)];
    }

    /// <summary>How many rows.</summary>
    public int Rows { get; }

    /// <summary>How many tiers, the reference last.</summary>
    public int Tiers { get; }

    /// <summary>Confidence by tier and row; not a number where the tier gave no answer.</summary>
    public double[][] Confidence { get; }

    /// <summary>Whether the tier's answer is another than the reference's, by tier and row.</summary>
    public bool[][] Disagrees { get; }

    /// <summary>Mean cost of a call by tier. Where any price is unknown only calls of the reference count, one each.</summary>
    public double[] Price { get; }

    /// <summary>Mean cost of the tier's calls whose cost is known; null where none is.</summary>
    public static decimal? MeanCost(IReadOnlyList<RouteRow> rows, int tier)
    {
        var known = rows.Select(row => row.Answers[tier].CostUsd).OfType<decimal>().ToList();
        return known.Count == 0 ? null : known.Average();
    }

    private static double ConfidenceOf(TierAnswer answer) => answer.Label is null ? double.NaN : answer.Confidence;
}
