using HybridAi.Learning.Text;

namespace HybridAi.Learning.Answering;

/// <summary>
/// The spans of the passages that were found for one part of a question, each with how it fits. Terms weigh by how few of the passages hold them: what
/// all of them speak of tells none apart.
/// </summary>
public sealed class EvidenceTable
{
    private readonly TermMatches _matches;
    private readonly double[] _weights;
    private readonly double _total;

    private EvidenceTable(EvidenceQuestion question, IReadOnlyList<EvidencePassage> passages, List<CutPassage> cut, TermSimilarity similarity, SpanMeaning? meaning, EncodedSpans encoded)
    {
        Question = question;
        _matches = similarity.Compare(question);
        _weights = [.. question.Terms.Select((_, i) => Rarity(i, cut) * question.Emphasis[i])];
        _total = Math.Max(_weights.Sum(), 1e-9);
        Shares = [.. _weights.Select(weight => weight / _total)];
        Held = [.. question.Terms.Select((_, i) => cut.Select(passage => _matches.Best(i, passage.All)).Aggregate((Exact: 0.0, Letters: 0.0),
            (best, here) => (Math.Max(best.Exact, here.Exact), Math.Max(best.Letters, here.Letters))))];
        var best = Math.Max(passages.Count == 0 ? 0 : passages.Max(passage => passage.Score), 1e-9);
        var rows = new List<EvidenceRow>();
        foreach (var (p, s) in encoded.Places) rows.Add(RowOf(cut[p], p, s, passages[p].Score / best, meaning is null ? null : MeaningOf(meaning, encoded, p, s)));
        Rows = rows;
    }

    /// <summary>The part of the question.</summary>
    public EvidenceQuestion Question { get; }

    /// <summary>The spans, passage by passage.</summary>
    public IReadOnlyList<EvidenceRow> Rows { get; }

    /// <summary>The share of the question's weight that each term has.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>How near the nearest word of any passage comes to each term, by stem and by letters, 0 to 1.</summary>
    public IReadOnlyList<(double Exact, double Letters)> Held { get; }

    /// <summary>The tables of the parts of a question, at least one.</summary>
    /// <param name="question">The text that asks.</param>
    /// <param name="passages">What was found, the best first; all of it says how rare a term is.</param>
    /// <param name="considered">So many of the passages give spans.</param>
    /// <param name="encoder">Says what texts mean; null: words and letters alone are compared.</param>
    public static IReadOnlyList<EvidenceTable> Of(string question, IReadOnlyList<EvidencePassage> passages, int considered, TextEncoder? encoder)
    {
        var similarity = new TermSimilarity();
        var cut = passages.Select(passage => new CutPassage(passage, similarity)).ToList();
        var encoded = EncodedSpans.Of(passages, cut, considered, encoder);
        var parts = EvidenceQuestion.PartsOf(question);
        return [.. parts.Select(part => new EvidenceTable(part, passages, cut, similarity, encoder is null ? null : SpanMeaning.Of(question, part, parts.Count == 1, encoder), encoded))];
    }

    private static RowMeaning MeaningOf(SpanMeaning meaning, EncodedSpans encoded, int passage, int span)
        => new(meaning.Nearness(encoded[passage, span]), encoded.Of(passage).Max(meaning.Nearness), meaning.Terms(encoded[passage, span]));

    private double Rarity(int term, List<CutPassage> cut)
    {
        var holding = cut.Count(passage => _matches.Best(term, passage.All).Exact > 0);
        return Math.Log(1 + (cut.Count - holding + 0.5) / (holding + 0.5));
    }

    private EvidenceRow RowOf(CutPassage passage, int index, int s, double score, RowMeaning? meaning)
    {
        var (span, tokens) = (passage.Spans[s], passage.Tokens[s]);
        int[] heads = [.. passage.Headings, .. span.Under >= 0 ? passage.Ids[span.Under] : []];
        int[] over = [.. passage.Ids[s], .. span.Lead >= 0 ? passage.Ids[span.Lead] : [], .. heads];
        int[] around = [.. over, .. s > 0 ? passage.Ids[s - 1] : [], .. s + 1 < passage.Spans.Count ? passage.Ids[s + 1] : []];
        var fit = default(SpanFit);
        var coverage = new double[_weights.Length];
        var rarest = 0;
        for (var i = 0; i < _weights.Length; i++)
        {
            var (term, share, above, headed) = (Question.Terms[i], Shares[i], _matches.Best(i, over), _matches.Best(i, heads));
            var nearest = Math.Max(above.Exact, above.Letters);
            fit.Own += share * _matches.Best(i, passage.Ids[s]).Exact;
            fit.Above += share * above.Exact;
            fit.Around += share * _matches.Best(i, around).Exact;
            fit.Passage += share * _matches.Best(i, passage.All).Exact;
            fit.PassageLetters += share * _matches.Best(i, passage.All).Letters;
            fit.Letters += share * nearest;
            fit.Headings += share * headed.Exact;
            fit.HeadingLetters += share * headed.Letters;
            if (Question.Focus.Contains(term.Stem)) (fit.Focus, fit.FocusLetters) = (fit.Focus + above.Exact / Question.Focus.Count, fit.FocusLetters + nearest / Question.Focus.Count);
            if (term.Is(TokenMarks.Name | TokenMarks.Number)) (fit.Names, fit.NamesTotal) = (fit.Names + share * above.Exact, fit.NamesTotal + share);
            coverage[i] = nearest;
            if (_weights[i] > _weights[rarest]) rarest = i;
        }

        fit.Rarest = coverage.Length == 0 ? 0 : coverage[rarest];
        fit.Score = score;
        fit.Pairs = Pairs(tokens);
        fit.Near = Near(tokens);
        return new(index, span, [.. fit.Features(Question, passage, s), .. RowMeaning.Features(meaning, this, coverage)], coverage, meaning?.Terms ?? []);
    }

    private double Pairs(AnswerToken[] tokens)
    {
        if (Question.Pairs.Count == 0) return 0;
        var content = tokens.Where(token => token.IsContent).Select(token => token.Stem).ToList();
        var here = content.Zip(content.Skip(1), (left, right) => (left, right)).ToHashSet();
        return Question.Pairs.Count(here.Contains) / (double)Question.Pairs.Count;
    }

    // How closely together the question's terms stand: what two neighbours among them weigh, by the words between them.
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
            if (last >= 0 && last != term) sum += Math.Min(Shares[last], Shares[term]) / (at - lastAt);
            (last, lastAt) = (term, at);
        }

        return sum;
    }
}
