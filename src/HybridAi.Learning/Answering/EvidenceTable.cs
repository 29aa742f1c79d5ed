namespace HybridAi.Learning.Answering;

/// <summary>A span and all that is known of how it fits the question.</summary>
/// <param name="Passage">Index of its passage.</param>
/// <param name="Span">The span.</param>
/// <param name="Features">One value a name of <see cref="EvidenceTable.FeatureNames"/>.</param>
/// <param name="Coverage">The share of each question term's weight that span, headings and lead hold, by stem, letters or use.</param>
public sealed record EvidenceRow(int Passage, EvidenceSpan Span, double[] Features, double[] Coverage);

/// <summary>
/// The spans of the passages that were found for a question, each with its features. Terms weigh by how few of the passages hold them: what all of them
/// speak of tells none apart.
/// </summary>
public sealed class EvidenceTable
{
    /// <summary>What the features are called, in their order.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } =
    [
        "own", "ownHeadings", "neighbours", "passage", "letters", "use", "usePassage", "pairs", "near", "names", "typeHeld", "typeMissing", "typeNone",
        "score", "length", "row", "matched", "headings", "headingsUse", "rarest", "entry", "focus", "focusUse", "precise", "pronoun",
    ];

    private readonly TermMatches _similarity;
    private readonly double[] _weights;
    private readonly double _total;

    private EvidenceTable(
        EvidenceQuestion question, IReadOnlyList<EvidencePassage> passages, List<CutPassage> cut, TermSimilarity similarity, int considered, WordVectors? vectors)
    {
        Question = question;
        _similarity = similarity.Compare(question, vectors);
        _weights = [.. question.Terms.Select((term, i) => Weight(term, i, cut, vectors))];
        _total = Math.Max(_weights.Sum(), 1e-9);
        Held = [.. question.Terms.Select((_, i) => cut.Count == 0 ? 0 : cut.Max(passage => _similarity.Best(i, passage.All) is var best ? Math.Max(best.Exact, Math.Max(best.Letters, best.Use)) : 0))];
        Missing = [.. question.Terms.Where((_, i) => cut.All(passage => _similarity.Best(i, passage.All).Exact == 0))];
        var best = Math.Max(passages.Count == 0 ? 0 : passages.Max(passage => passage.Score), 1e-9);
        var rows = new List<EvidenceRow>();
        for (var p = 0; p < Math.Min(considered, cut.Count); p++)
            for (var s = 0; s < cut[p].Spans.Count; s++)
                if (cut[p].Spans[s].Kind is SpanKind.Sentence or SpanKind.Row)
                    rows.Add(RowOf(cut[p], p, s, passages[p].Score / best));
        Rows = rows;
    }

    /// <summary>The question.</summary>
    public EvidenceQuestion Question { get; }

    /// <summary>The spans, passage by passage.</summary>
    public IReadOnlyList<EvidenceRow> Rows { get; }

    /// <summary>Terms of the question that no passage holds.</summary>
    public IReadOnlyList<AnswerToken> Missing { get; }

    /// <summary>How near the nearest word of all passages comes to each term, 0 to 1.</summary>
    public IReadOnlyList<double> Held { get; }

    /// <summary>What each term of the question weighs.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>The tables of the parts of a question.</summary>
    /// <param name="question">The text that asks.</param>
    /// <param name="passages">What was found, the best first; all of it says how rare a term is.</param>
    /// <param name="considered">So many of the passages give spans.</param>
    /// <param name="vectors">Which words are near in use; null: none are.</param>
    public static IReadOnlyList<EvidenceTable> Of(string question, IReadOnlyList<EvidencePassage> passages, int considered, WordVectors? vectors)
    {
        var similarity = new TermSimilarity();
        var cut = passages.Select(passage => new CutPassage(passage, similarity)).ToList();
        return [.. EvidenceQuestion.PartsOf(question).Select(part => new EvidenceTable(part, passages, cut, similarity, considered, vectors))];
    }

    private double Weight(AnswerToken term, int index, List<CutPassage> cut, WordVectors? vectors)
    {
        var holding = cut.Count(passage => _similarity.Best(index, passage.All).Exact > 0);
        var rarity = Math.Log(1 + (cut.Count - holding + 0.5) / (holding + 0.5));
        return rarity * Commonness(term, vectors) * Question.Emphasis[index];
    }

    // A common word that the passages don't happen to use says less than a rare one.
    private static double Commonness(AnswerToken term, WordVectors? vectors)
    {
        if (vectors is null || term.Is(TokenMarks.Name | TokenMarks.Number)) return 1;
        var rank = vectors.RankOf(term.Word);
        return rank < 0 ? 1 : Math.Clamp(Math.Log(1 + rank) / Math.Log(1 + vectors.Count), 0.3, 1);
    }

    private EvidenceRow RowOf(CutPassage passage, int index, int s, double score)
    {
        var span = passage.Spans[s];
        var own = passage.Ids[s];
        var lead = span.Lead >= 0 ? passage.Ids[span.Lead] : [];
        int[] above = [.. own, .. lead, .. passage.Headings];
        int[] around = [.. above, .. s > 0 ? passage.Ids[s - 1] : [], .. s + 1 < passage.Spans.Count ? passage.Ids[s + 1] : []];
        double focus = 0, focusUse = 0, headsUse = 0, inOwn = 0, inAbove = 0, inAround = 0, inPassage = 0, letters = 0, use = 0, usePassage = 0, heads = 0, names = 0, namesTotal = 0;
        var coverage = new double[_weights.Length];
        var (rarest, held) = (0, 0.0);
        for (var i = 0; i < _weights.Length; i++)
        {
            var weight = _weights[i] / _total;
            var (here, over, near, all) = (_similarity.Best(i, own), _similarity.Best(i, above), _similarity.Best(i, around), _similarity.Best(i, passage.All));
            inOwn += weight * here.Exact;
            inAbove += weight * over.Exact;
            inAround += weight * near.Exact;
            inPassage += weight * all.Exact;
            letters += weight * over.Letters;
            use += weight * Math.Max(over.Use, over.Letters);
            usePassage += weight * Math.Max(all.Use, all.Letters);
            var head = _similarity.Best(i, passage.Headings);
            heads += weight * head.Exact;
            headsUse += weight * Math.Max(head.Use, head.Letters);
            if (Question.Focus.Contains(Question.Terms[i].Stem)) (focus, focusUse) = (focus + over.Exact / Question.Focus.Count, focusUse + Math.Max(over.Use, over.Letters) / Question.Focus.Count);
            coverage[i] = Math.Max(over.Exact, Math.Max(over.Use, over.Letters));
            if (_weights[i] > _weights[rarest]) rarest = i;
            if (!Question.Terms[i].Is(TokenMarks.Name | TokenMarks.Number)) continue;
            namesTotal += _weights[i];
            names += _weights[i] * over.Exact;
        }

        if (_weights.Length > 0) held = coverage[rarest];
        var tokens = passage.Tokens[s];
        var kinds = AnswerKindRules.Held(tokens, Question.Known);
        var (precise, matched) = Precision(tokens);
        var features = new[]
        {
            inOwn, inAbove, inAround, inPassage, letters, use, usePassage, Pairs(tokens), Near(tokens), namesTotal > 0 ? names / namesTotal : 0.5,
            (kinds & Question.Asked) != 0 ? 1 : 0, Question.Asked != 0 && (kinds & Question.Asked) == 0 ? 1 : 0, Question.Asked == 0 ? 1 : 0,
            score, Math.Log(1 + tokens.Length) / 4, span.Kind == SpanKind.Row ? 1 : 0, Math.Min(matched, 6) / 6.0, heads, headsUse, held, span.Lead >= 0 && span.Kind == SpanKind.Sentence ? 1 : 0,
            Question.Focus.Count == 0 ? 0.5 : focus, Question.Focus.Count == 0 ? 0.5 : focusUse, precise, tokens.Length > 0 && Refers(tokens[0].Word) ? 1 : 0,
        };
        return new(index, span, features, coverage);
    }

    /// <summary>Whether a sentence that begins with this word leans on the one before.</summary>
    internal static bool Refers(string word) => word is "it" or "its" or "they" or "their" or "this" or "these" or "that" or "those" or "he" or "she" or "his" or "her" or "such" or "otherwise"
        or "then" or "there" or "both" or "until" or "after" or "instead";

    private double Pairs(AnswerToken[] tokens)
    {
        if (Question.Pairs.Count == 0) return 0;
        var content = tokens.Where(token => token.IsContent).Select(token => token.Stem).ToList();
        var here = content.Zip(content.Skip(1), (left, right) => (left, right)).ToHashSet();
        return Question.Pairs.Count(here.Contains) / (double)Question.Pairs.Count;
    }

    // How closely together the question's terms stand: matched pairs of terms by distance.
    private double Near(AnswerToken[] tokens)
    {
        var (last, lastAt, sum) = (-1, 0, 0.0);
        for (var at = 0; at < tokens.Length; at++)
        {
            var term = -1;
            for (var i = 0; i < Question.Terms.Count; i++)
                if (Question.Terms[i].Stem == tokens[at].Stem)
                    term = i;
            if (term < 0) continue;
            if (last >= 0 && last != term) sum += Math.Min(_weights[last], _weights[term]) / (at - lastAt);
            (last, lastAt) = (term, at);
        }

        return sum / _total;
    }

    private (double Precise, int Matched) Precision(AnswerToken[] tokens)
    {
        var (count, exact) = (0, 0);
        foreach (var token in tokens)
        {
            if (!token.IsContent) continue;
            count++;
            if (Question.Known.Contains(token.Stem)) exact++;
        }

        return count == 0 ? (0, 0) : ((double)exact / count, exact);
    }
}
