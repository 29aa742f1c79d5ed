namespace HybridAi.Learning.Retrieval;

/// <summary>How words and character n-grams are weighed.</summary>
/// <param name="Words">BM25 of the words.</param>
/// <param name="Grams">
/// BM25 of the n-grams, whose weight is the square of their idf: as in the vector space model both sides carry it, without which the many common n-grams of
/// a query outweigh the few that say something.
/// </param>
/// <param name="GramWeight">Share of the n-grams in the sum of both, each stretched to [0, 1] within a search; 0: words alone, by their BM25 as it is.</param>
public sealed record LexicalFormula(Bm25 Words, Bm25 Grams, double GramWeight)
{
    /// <summary>Words as in Anserini's published figures, n-grams with the parameters that BM25 was first given, half and half.</summary>
    public static LexicalFormula Usual { get; } = new(Bm25.Reference, new Bm25(1.2, 0.75), 0.5);

    /// <summary>Words alone, as in Anserini's published figures.</summary>
    public static LexicalFormula WordsAlone { get; } = Usual with { GramWeight = 0 };
}
