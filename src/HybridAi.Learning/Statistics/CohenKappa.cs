namespace HybridAi.Learning.Statistics;

/// <summary>Agreement of two annotators beyond what their own label frequencies would give.</summary>
/// <remarks>Cohen 1960, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20.</remarks>
public static class CohenKappa
{
    /// <summary>The kappa of the items that both labelled.</summary>
    /// <param name="pairs">What the first and what the second said of each such item; labels from 0.</param>
    public static Agreement Of(IReadOnlyCollection<(int First, int Second)> pairs)
    {
        if (pairs.Count == 0) return Agreement.None("The two have no item in common.", 0);
        double n = pairs.Count;
        var first = pairs.CountBy(pair => pair.First).ToDictionary();
        var second = pairs.CountBy(pair => pair.Second).ToDictionary();
        var byChance = first.Sum(label => label.Value / n * (second.GetValueOrDefault(label.Key) / n));
        return Agreement.Of(pairs.Count(pair => pair.First != pair.Second) / n, 1 - byChance, pairs.Count);
    }
}
