using System.Collections.Frozen;

namespace HybridAi.Learning.Retrieval;

/// <summary>The 33 English words that Lucene leaves out of an index.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        StringComparer.Ordinal,
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of", "on", "or", "such", "that", "the", "their",
        "then", "there", "these", "they", "this", "to", "was", "will", "with");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Spans = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a word, in lower case, is one of them.</summary>
    public static bool Contain(ReadOnlySpan<char> word) => word.Length <= 5 && Spans.Contains(word);
}
