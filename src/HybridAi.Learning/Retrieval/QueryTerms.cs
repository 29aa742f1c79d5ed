namespace HybridAi.Learning.Retrieval;

/// <summary>
/// What a query looks for: each term once, in the order of the keys. A word counts as often as the query says it; an n-gram counts once, because its repeats
/// within a query mostly come from one word.
/// </summary>
public sealed class QueryTerms
{
    private QueryTerms(ulong[] keys, float[] counts) => (Keys, Counts) = (keys, counts);

    /// <summary>Whether there is nothing to look for.</summary>
    public bool IsEmpty => Keys.Length == 0;

    internal ulong[] Keys { get; }

    internal float[] Counts { get; }

    /// <summary>The terms of a query.</summary>
    /// <param name="text">The query.</param>
    /// <param name="withGrams">False where words alone are looked for.</param>
    public static QueryTerms Of(ReadOnlySpan<char> text, bool withGrams)
    {
        var terms = PassageTerms.Of(text);
        var kept = Enumerable.Range(0, terms.Keys.Length).Where(at => withGrams || TermKey.IsWord(terms.Keys[at])).ToArray();
        return new([.. kept.Select(at => terms.Keys[at])], [.. kept.Select(at => TermKey.IsWord(terms.Keys[at]) ? terms.Counts[at] : 1f)]);
    }
}
