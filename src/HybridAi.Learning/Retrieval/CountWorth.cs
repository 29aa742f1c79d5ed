namespace HybridAi.Learning.Retrieval;

/// <summary>BM25's saturation, count / (count + norm), for every small count and every length: two loads in the place of a division.</summary>
internal sealed class CountWorth
{
    /// <summary>Counts below this one are in the table.</summary>
    public const int Counts = 16;

    private const int Lengths = 256;

    private readonly float[] _norms;

    public CountWorth(Bm25 formula, double meanLength)
    {
        _norms = formula.Norms(Math.Max(meanLength, 1e-9));
        for (var count = 0; count < Counts; count++)
            for (var length = 0; length < Lengths; length++)
                Table[(count << 8) | length] = Of(count, (byte)length);
    }

    /// <summary>Counts × bytes of <see cref="LossyLength"/>.</summary>
    public float[] Table { get; } = new float[Counts * Lengths];

    public float Of(int count, byte length) => count == 0 ? 0 : count / (count + _norms[length]);
}
