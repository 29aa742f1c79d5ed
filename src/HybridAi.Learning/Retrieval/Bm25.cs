namespace HybridAi.Learning.Retrieval;

/// <summary>BM25 as Lucene computes it: without the factor k1 + 1, which changes no ranking.</summary>
/// <param name="K1">How soon repeats of a term stop counting; 0: only whether it is there.</param>
/// <param name="B">How much longer passages are held against themselves, between 0 and 1.</param>
/// <remarks>Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", section 3.</remarks>
public sealed record Bm25(double K1, double B)
{
    /// <summary>The parameters of Anserini's published figures.</summary>
    public static Bm25 Reference { get; } = new(0.9, 0.4);

    /// <summary>The weight of a term: ln(1 + (passages − holding + 0.5) / (holding + 0.5)).</summary>
    public static double Idf(long passages, long holding) => Math.Log(1 + (passages - holding + 0.5) / (holding + 0.5));

    /// <summary>What a passage's length adds to a term's frequency in the denominator, by the byte of <see cref="LossyLength"/>.</summary>
    /// <param name="meanLength">Mean length in terms, above 0.</param>
    public float[] Norms(double meanLength)
        => [.. Enumerable.Range(0, 256).Select(code => (float)(K1 * (1 - B + B * LossyLength.Decode((byte)code) / meanLength)))];
}
