namespace HybridAi.Learning.Retrieval;

/// <summary>What a search by words and n-grams gives.</summary>
/// <param name="Words">BM25 of the words.</param>
/// <param name="Grams">The n-grams' score.</param>
/// <param name="Rarity">How rare the query's words are.</param>
public sealed record LexicalScores(PassageScores Words, PassageScores Grams, TermRarity Rarity) : IDisposable
{
    /// <summary>Gives the scores' room back.</summary>
    public void Dispose()
    {
        Words.Dispose();
        Grams.Dispose();
    }
}
