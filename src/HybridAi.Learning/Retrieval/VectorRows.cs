using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace HybridAi.Learning.Retrieval;

/// <summary>Vectors of length 1, one behind the other where they lie: the product with a query's vector is the similarity. A passage without one has zeros.</summary>
/// <param name="floats">Rows × dimensions, 4 bytes each.</param>
/// <param name="dimensions">Numbers in a vector; 0: there are no vectors.</param>
public sealed class VectorRows(ReadOnlyMemory<byte> floats, int dimensions)
{
    /// <summary>Numbers in a vector; 0: there are none.</summary>
    public int Dimensions => dimensions;

    /// <summary>How many vectors there are.</summary>
    public int Count => dimensions == 0 ? 0 : floats.Length / sizeof(float) / dimensions;

    /// <summary>One vector.</summary>
    public ReadOnlySpan<float> this[int row] => MemoryMarshal.Cast<byte, float>(floats.Span).Slice(row * dimensions, dimensions);

    /// <summary>Adds every row's similarity to its score, exactly; a query of another length finds nothing.</summary>
    public void Add(ReadOnlySpan<float> query, Span<float> scores)
    {
        if (query.Length != dimensions) return;
        for (var row = 0; row < scores.Length; row++)
            if (scores[row] > float.NegativeInfinity)
                scores[row] += TensorPrimitives.Dot(query, this[row]);
    }
}
