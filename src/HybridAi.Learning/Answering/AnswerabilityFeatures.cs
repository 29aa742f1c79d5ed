namespace HybridAi.Learning.Answering;

/// <summary>By what one tells whether passages answer a question: how well the best spans fit, and what of the question nothing holds.</summary>
public static class AnswerabilityFeatures
{
    private const int Best = 3;
    private const double ScoreUnit = 10;

    /// <summary>What the features are called, in their order; those of the best span come as they are.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "best", "chance", "chances", "spread", "cover", "missing", "missingNames", "missingLetters", "worst", "heaviestMissing", "terms", "parts",
        .. MissingMeaning.Names, .. EvidenceRow.Names.Select(name => $"first {name}"),
    ];

    /// <summary>The features, the mean of the parts'.</summary>
    public static double[] Of(IReadOnlyList<(EvidenceTable Table, IReadOnlyList<RankedSpan> Ranked)> parts)
    {
        var sum = new double[Names.Count];
        foreach (var (table, ranked) in parts)
        {
            if (ranked.Count == 0) continue;
            var features = OfPart(table, ranked, parts.Count);
            for (var i = 0; i < sum.Length; i++) sum[i] += features[i] / parts.Count;
        }

        return sum;
    }

    private static double[] OfPart(EvidenceTable table, IReadOnlyList<RankedSpan> ranked, int parts)
    {
        var (first, best) = (ranked[0], ranked.Take(Best).ToList());
        double cover = 0, missing = 0, missingLetters = 0, worst = 0, heaviest = 0;
        var missingNames = 0;
        for (var i = 0; i < table.Shares.Count; i++)
        {
            var (share, held) = (table.Shares[i], table.Held[i]);
            cover += share * best.Max(span => span.Row.Coverage[i]);
            missingLetters += share * (1 - held.Letters);
            worst = Math.Max(worst, share * (1 - first.Row.Coverage[i]));
            if (held.Exact > 0) continue;
            missing += share;
            heaviest = Math.Max(heaviest, share * (1 - held.Letters));
            if (table.Question.Terms[i].Is(TokenMarks.Name | TokenMarks.Number)) missingNames++;
        }

        var spread = -ranked.Sum(span => span.Chance > 0 ? span.Chance * Math.Log(span.Chance) : 0);
        return
        [
            first.Score / ScoreUnit, first.Chance, best.Sum(span => span.Chance), spread, cover, missing, Math.Min(missingNames, 2), missingLetters, worst, heaviest,
            Math.Log(1 + table.Shares.Count) / 2, parts - 1, .. MissingMeaning.Features(table, best, ranked), .. first.Row.Features,
        ];
    }
}
