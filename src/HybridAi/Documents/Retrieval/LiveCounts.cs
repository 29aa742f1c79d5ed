using HybridAi.Learning.Retrieval;

namespace HybridAi.Documents.Retrieval;

/// <summary>How much there is: what means and weights are taken over.</summary>
/// <param name="Passages">Passages.</param>
/// <param name="Words">Their words.</param>
/// <param name="Grams">Their n-grams.</param>
internal readonly record struct LiveCounts(long Passages, long Words, long Grams)
{
    public LiveCounts With(PassageTerms passage) => new(Passages + 1, Words + passage.Words, Grams + passage.Grams);

    public LiveCounts Without(PassageTerms passage) => new(Passages - 1, Words - passage.Words, Grams - passage.Grams);

    public static LiveCounts operator +(LiveCounts one, LiveCounts other)
        => new(one.Passages + other.Passages, one.Words + other.Words, one.Grams + other.Grams);
}
