namespace HybridAi.Documents.Retrieval;

/// <summary>A query's vector and how it is weighed.</summary>
/// <param name="Vector">The vector, of length 1.</param>
/// <param name="Weight">Its share in the sum, between 0 and 1; the rest is the words' and n-grams'.</param>
/// <param name="Rounded">Whether vectors in 8 bits are gone through and only the best compared exactly.</param>
internal sealed record DenseQuery(float[] Vector, double Weight, bool Rounded)
{
    private const int AtLeast = 100;

    /// <summary>How many of the best are compared exactly: so many that one of the first hardly ever stands below them.</summary>
    public static int Exactly(int top) => Math.Max(AtLeast, 4 * top);
}
