namespace HybridAi.Learning.Answering;

/// <summary>What of a question no span means: a term that nothing comes near is what a near miss lacks ("which brand is the saw?").</summary>
internal static class MissingMeaning
{
    private const double Far = 0.5;

    /// <summary>What the features are called, in their order. "Best" looks at the best spans, "any" at all.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "bestMeaning", "anyMeaning", "worstBest", "worstAny", "leastBest", "leastAny", "twoLeast", "farBest", "farAny", "nearestBest", "leastNearest",
        "topMeaning", "topOverFourth", "topOverMedian", "topThree",
    ];

    /// <summary>The features; zeros where there is no encoder.</summary>
    public static double[] Features(EvidenceTable table, IReadOnlyList<RankedSpan> best, IReadOnlyList<RankedSpan> ranked)
    {
        var own = Enumerable.Range(0, table.Shares.Count).Where(i => table.Question.Emphasis[i] >= 1).ToList();
        if (own.Count == 0 || ranked[0].Row.Meanings.Length == 0) return new double[Names.Count];
        var inBest = Highest(best, (row, i) => row.Meanings[i]);
        var inAny = Highest(ranked, (row, i) => row.Meanings[i]);
        var nearest = Highest(best, (row, i) => Math.Max(row.Meanings[i], row.Coverage[i]));
        var whole = ranked.Select(span => span.Row.Feature("meaning")).OrderDescending().ToArray();
        return
        [
            Weighed(inBest), Weighed(inAny), Worst(inBest), Worst(inAny), own.Min(i => inBest[i]), own.Min(i => inAny[i]), own.Select(i => inBest[i]).Order().Take(2).Average(),
            own.Count(i => inBest[i] < Far), own.Count(i => inAny[i] < Far), Weighed(nearest), own.Min(i => nearest[i]),
            whole[0], whole[0] - whole[Math.Min(3, whole.Length - 1)], whole[0] - whole[whole.Length / 2], whole.Take(3).Average(),
        ];

        double[] Highest(IReadOnlyList<RankedSpan> spans, Func<EvidenceRow, int, double> value) => [.. table.Shares.Select((_, i) => spans.Max(span => value(span.Row, i)))];
        double Weighed(double[] meanings) => meanings.Zip(table.Shares, (meaning, share) => share * meaning).Sum();
        double Worst(double[] meanings) => meanings.Zip(table.Shares, (meaning, share) => share * (1 - meaning)).Max();
    }
}
