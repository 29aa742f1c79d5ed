namespace HybridAi.Learning.Ranking;

/// <summary>What a second look sees of each passage. Shares are of the query's weight, 0 to 1.</summary>
public static class RankingFeatures
{
    private const int Close = 8;
    private const int Wide = 24;
    private const double UsualLength = 120;
    private const double Saturation = 1.2;
    private const int Leading = 5;

    /// <summary>What the features are called, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "score", "rank", "words", "grams", "vectors", "title", "titleOwn", "headings", "text", "all", "rarest", "named", "close", "wide", "near", "pairs", "repeats",
        "length", "company",
    ];

    /// <summary>The features of every candidate: one row each, one value a name of <see cref="Names"/>.</summary>
    /// <param name="query">The query.</param>
    /// <param name="candidates">What the first search found, its best first.</param>
    public static double[][] Of(RankingQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        var texts = candidates.Select(candidate => new TermPlaces(query, candidate.Text)).ToArray();
        var company = Company.Of([.. texts.Select(text => text.Keys)], Leading);
        return [.. candidates.Select((candidate, at) => Row(query, candidate, texts[at], at, company[at]))];
    }

    private static double[] Row(RankingQuery query, RankingCandidate candidate, TermPlaces text, int rank, double company)
    {
        var (title, headings) = (new TermPlaces(query, candidate.Title), new TermPlaces(query, string.Join(' ', candidate.Headings)));
        var (inTitle, inHeadings, inText, anywhere, named, namedAll, repeats) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (var term = 0; term < query.Shares.Count; term++)
        {
            var share = query.Shares[term];
            var (count, held) = (text.Counts[term], title.Counts[term] + headings.Counts[term] + text.Counts[term] > 0);
            if (title.Counts[term] > 0) inTitle += share;
            if (headings.Counts[term] > 0) inHeadings += share;
            if (count > 0) inText += share;
            if (held) anywhere += share;
            if (query.Named[term]) (named, namedAll) = (named + (held ? share : 0), namedAll + share);
            repeats += share * count / (count + Saturation);
        }

        var rarest = query.Rarest >= 0 && title.Counts[query.Rarest] + headings.Counts[query.Rarest] + text.Counts[query.Rarest] > 0;
        return
        [
            candidate.First.Whole, 1 / Math.Log2(rank + 2), candidate.First.Words, candidate.First.Grams, candidate.First.Vectors, inTitle, title.Own, inHeadings, inText,
            anywhere, rarest ? 1 : 0, namedAll > 0 ? named / namedAll : 0, text.Within(Close), text.Within(Wide), text.Near(), Math.Max(text.Pairs(), title.Pairs()), repeats,
            Math.Log((text.Words + 1) / UsualLength), company,
        ];
    }
}
