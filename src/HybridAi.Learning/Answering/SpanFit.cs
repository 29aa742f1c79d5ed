namespace HybridAi.Learning.Answering;

/// <summary>What adds up, term by term, to the features of a span.</summary>
internal struct SpanFit
{
    public double Own, Above, Around, Passage, PassageLetters, Letters, Headings, HeadingLetters, Pairs, Near, Names, NamesTotal, Rarest, Focus, FocusLetters, Score;

    private const double Unknown = 0.5;
    private const double MostMatched = 6;

    /// <summary>The features in the order of <see cref="EvidenceRow.Names"/>.</summary>
    public readonly double[] Features(EvidenceQuestion question, CutPassage passage, int s)
    {
        var (span, tokens) = (passage.Spans[s], passage.Tokens[s]);
        var held = AnswerKindRules.Held(tokens, question.Known);
        var content = tokens.Count(token => token.IsContent);
        var matched = tokens.Count(token => token.IsContent && question.Known.Contains(token.Stem));
        return
        [
            Own, Above, Around, Passage, PassageLetters, Letters, Headings, HeadingLetters, Pairs, Near, NamesTotal > 0 ? Names / NamesTotal : Unknown, Rarest,
            question.Focus.Count == 0 ? Unknown : Focus, question.Focus.Count == 0 ? Unknown : FocusLetters,
            (held & question.Asked) != 0 ? 1 : 0, question.Asked != 0 && (held & question.Asked) == 0 ? 1 : 0,
            Score, Math.Log(1 + tokens.Length) / 4, span.Kind == SpanKind.Row ? 1 : 0, span.Kind == SpanKind.Sentence && span.Lead >= 0 ? 1 : 0,
            Math.Min(matched, MostMatched) / MostMatched, content == 0 ? 0 : (double)matched / content, tokens.Length > 0 && Leans(tokens[0].Word) ? 1 : 0,
        ];
    }

    // Whether a sentence that begins with this word leans on the one before.
    private static bool Leans(string word) => word is "it" or "its" or "they" or "their" or "this" or "these" or "that" or "those" or "he" or "she" or "his" or "her"
        or "such" or "otherwise" or "then" or "there" or "both" or "instead";
}
