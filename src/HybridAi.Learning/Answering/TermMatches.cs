namespace HybridAi.Learning.Answering;

/// <summary>How near each word of a collection is to each term of a question: terms × words, 0 to 1, by stem, by letters and by use.</summary>
internal sealed class TermMatches(int words, float[] exact, float[] letters, float[] use)
{
    /// <summary>The best match of a term among some words.</summary>
    public (double Exact, double Letters, double Use) Best(int term, ReadOnlySpan<int> ids)
    {
        var (byStem, byLetters, byUse, at) = (0f, 0f, 0f, term * words);
        foreach (var id in ids)
        {
            byStem = Math.Max(byStem, exact[at + id]);
            byLetters = Math.Max(byLetters, letters[at + id]);
            byUse = Math.Max(byUse, use[at + id]);
        }

        return (byStem, byLetters, byUse);
    }
}
