using HybridAi.Learning.Answering;

namespace HybridAi.Documents.Answering;

/// <summary>A span as a sentence of an answer: what it leans on is cited with it, and a table's row is read out with its columns' names.</summary>
internal static class SpanSentence
{
    /// <summary>The sentence. The span's own citation is the first.</summary>
    public static AnswerSentence Of(AnswerEvidence evidence, RankedSpan ranked)
    {
        var (index, span) = (ranked.Row.Passage, ranked.Row.Span);
        var own = evidence.Cite(index, span);
        if (span.Lead < 0 && ranked.Row.Feature("leans") == 0) return new(Shown(own.Quote), [own], true, 1);
        var spans = EvidenceSpans.Of(evidence.Passages[index].Passage.Text);
        if (span.Lead < 0) return Of(Before(spans, span) is { } before ? Citation.Of(evidence.Passages[index], before.Range.Start, span.Range.End - before.Range.Start) : own);
        var lead = evidence.Cite(index, spans[span.Lead]);
        var text = span.Kind == SpanKind.Row ? ReadOut(lead.Quote, own.Quote) : $"{Shown(lead.Quote)} {Shown(own.Quote)}";
        return new(text, [own, lead], true, 1);
    }

    private static AnswerSentence Of(Citation citation) => new(Shown(citation.Quote), [citation], true, 1);

    // "It returns to …" says nothing without the sentence that says what.
    private static EvidenceSpan? Before(IReadOnlyList<EvidenceSpan> spans, EvidenceSpan span)
    {
        for (var i = 1; i < spans.Count; i++)
            if (spans[i].Range == span.Range)
                return spans[i - 1] is { Kind: SpanKind.Sentence } before && before.Under == span.Under ? before : null;
        return null;
    }

    // "| Pro | 28 days |" under "| Plan | Period |" becomes "Plan: Pro; Period: 28 days."
    private static string ReadOut(string header, string row)
    {
        var (names, cells) = (Cells(header), Cells(row));
        return $"{string.Join("; ", cells.Select((cell, i) => i < names.Count && names[i].Length > 0 ? $"{names[i]}: {cell}" : cell))}.";
    }

    private static List<string> Cells(string line) => [.. line.Trim().Trim('|').Split(line.Contains('|', StringComparison.Ordinal) ? '|' : '\t').Select(Shown)];

    private static string Shown(string text)
    {
        var plain = text.Replace("**", "", StringComparison.Ordinal).ReplaceLineEndings(" ").Trim();
        return plain.StartsWith("- ", StringComparison.Ordinal) || plain.StartsWith("* ", StringComparison.Ordinal) || plain.StartsWith("• ", StringComparison.Ordinal) ? plain[2..].TrimStart() : plain;
    }
}
