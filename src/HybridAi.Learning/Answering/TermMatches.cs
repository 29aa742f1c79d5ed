namespace HybridAi.Learning.Answering;

/// <summary>How near each word of a collection is to each term of a question: terms × words, 0 to 1, by stem and by letters.</summary>
internal sealed class TermMatches(int words, float[] exact, float[] letters)
{
    /// <summary>The best match of a term among some words.</summary>
    public (double Exact, double Letters) Best(int term, ReadOnlySpan<int> ids)
    {
        var (byStem, byLetters, at) = (0f, 0f, term * words);
        foreach (var id in ids) (byStem, byLetters) = (Math.Max(byStem, exact[at + id]), Math.Max(byLetters, letters[at + id]));
        return (byStem, byLetters);
    }
}
