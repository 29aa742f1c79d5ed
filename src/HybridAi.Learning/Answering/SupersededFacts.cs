namespace HybridAi.Learning.Answering;

/// <summary>
/// Whether two spans state the same thing with another value: the same kind of value is in both, no value is shared, and what they say besides is largely
/// the same. Which of them is the newer is for their documents to say.
/// </summary>
public static class SupersededFacts
{
    private const double LeastShared = 0.6;
    private const double LeastBoth = 0.5;
    private const int LeastWords = 3;

    /// <summary>Whether the spans contradict each other on what a question asks for.</summary>
    /// <param name="question">The question.</param>
    /// <param name="left">One span's words, with those of its lead and headings.</param>
    /// <param name="right">The other's.</param>
    /// <param name="leftOwn">One span's own words.</param>
    /// <param name="rightOwn">The other's.</param>
    public static bool Contradict(EvidenceQuestion question, AnswerToken[] left, AnswerToken[] right, AnswerToken[] leftOwn, AnswerToken[] rightOwn)
    {
        var kinds = AnswerKindRules.Held(leftOwn, question.Known) & AnswerKindRules.Held(rightOwn, question.Known);
        if ((kinds & ~AnswerKinds.Name & ~AnswerKinds.Frequency) == 0) return false;
        var (leftValues, rightValues) = (Values(leftOwn), Values(rightOwn));
        if (leftValues.Count == 0 || rightValues.Count == 0 || leftValues.Overlaps(rightValues)) return false;
        var (leftWords, rightWords) = (Words(left), Words(right));
        var asked = question.Terms.Where((term, i) => question.Emphasis[i] >= 1 && !term.Is(TokenMarks.Number)).Select(term => term.Stem).ToHashSet(StringComparer.Ordinal);
        var shared = leftWords.Intersect(rightWords, StringComparer.Ordinal).ToList();
        if (shared.Count < LeastWords) return false;
        var smaller = Math.Min(Words(leftOwn).Count, Words(rightOwn).Count);
        var ownShared = Words(leftOwn).Count <= Words(rightOwn).Count ? Words(leftOwn).Count(rightWords.Contains) : Words(rightOwn).Count(leftWords.Contains);
        return smaller > 0 && ownShared >= LeastShared * smaller && shared.Count(asked.Contains) >= LeastBoth * Math.Max(asked.Count(stem => leftWords.Contains(stem) || rightWords.Contains(stem)), 1);
    }

    private static HashSet<string> Values(AnswerToken[] tokens) => [.. tokens.Where(token => token.Is(TokenMarks.Number)).Select(token => token.Stem)];

    private static HashSet<string> Words(AnswerToken[] tokens)
        => tokens.Where(token => token.IsContent && !token.Is(TokenMarks.Number)).Select(token => token.Stem).ToHashSet(StringComparer.Ordinal);
}
