namespace HybridAi.Learning.Retrieval;

/// <summary>How rare the words of a query are among all that was searched: their <see cref="Bm25.Idf"/>.</summary>
public sealed class TermRarity
{
    private readonly Dictionary<ulong, double> _known;
    private readonly double _unknown;

    internal TermRarity(Dictionary<ulong, double> known, double unknown) => (_known, _unknown) = (known, unknown);

    /// <summary>The weight of a word by its key; that of a word that no passage holds where the search did not look for it.</summary>
    internal double Of(ulong key) => _known.GetValueOrDefault(key, _unknown);
}
