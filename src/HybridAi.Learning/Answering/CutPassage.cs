namespace HybridAi.Learning.Answering;

/// <summary>A passage cut into spans, with the words of each.</summary>
internal sealed class CutPassage
{
    public CutPassage(EvidencePassage passage, TermSimilarity similarity)
    {
        Text = passage.Text;
        Spans = EvidenceSpans.Of(passage.Text);
        Tokens = [.. Spans.Select(span => AnswerTokens.Of(passage.Text.AsSpan(span.Range.Start, span.Range.Length)))];
        Ids = [.. Tokens.Select(similarity.IdsOf)];
        Headings = similarity.IdsOf(passage.Headings.SelectMany(heading => AnswerTokens.Of(heading)));
        All = [.. Ids.SelectMany(ids => ids).Concat(Headings).Distinct()];
    }

    public string Text { get; }

    public IReadOnlyList<EvidenceSpan> Spans { get; }

    public AnswerToken[][] Tokens { get; }

    /// <summary>The ids of the words of each span.</summary>
    public int[][] Ids { get; }

    /// <summary>The ids of the words of the headings.</summary>
    public int[] Headings { get; }

    /// <summary>The ids of all words, headings included.</summary>
    public int[] All { get; }
}
