using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HybridAi.Learning.Retrieval;

/// <summary>
/// Vectors in 8 bits with one scale a row: a quarter of the memory that a search goes through. Similarities are rounded, so those of the best are to be
/// computed again from the floats.
/// </summary>
public sealed class ByteVectors
{
    private readonly sbyte[] _values;
    private readonly float[] _scales;
    private readonly int _dimensions;

    /// <summary>Rounds vectors to the nearest of 255 steps a row.</summary>
    public ByteVectors(VectorRows rows)
    {
        (_dimensions, _scales, _values) = (rows.Dimensions, new float[rows.Count], new sbyte[(long)rows.Count * rows.Dimensions]);
        for (var row = 0; row < _scales.Length; row++) _scales[row] = Round(rows[row], _values.AsSpan(row * _dimensions, _dimensions));
    }

    /// <summary>Adds every row's similarity to its score, rounded; a query of another length finds nothing.</summary>
    public void Add(ReadOnlySpan<float> query, Span<float> scores)
    {
        if (query.Length != _dimensions) return;
        Span<sbyte> rounded = new sbyte[_dimensions];
        var scale = Round(query, rounded);
        for (var row = 0; row < scores.Length; row++)
            if (scores[row] > float.NegativeInfinity)
                scores[row] += scale * _scales[row] * Dot(rounded, _values.AsSpan(row * _dimensions, _dimensions));
    }

    private static float Round(ReadOnlySpan<float> vector, Span<sbyte> rounded)
    {
        var most = 0f;
        foreach (var value in vector) most = MathF.Max(most, MathF.Abs(value));
        if (most == 0) return 0;
        for (var i = 0; i < vector.Length; i++) rounded[i] = (sbyte)MathF.Round(vector[i] / most * sbyte.MaxValue);
        return most / sbyte.MaxValue;
    }

    private static int Dot(ReadOnlySpan<sbyte> one, ReadOnlySpan<sbyte> other)
    {
        var (sum, at) = (0, 0);
        if (Avx2.IsSupported)
        {
            var sums = Vector256<int>.Zero;
            ref var first = ref MemoryMarshal.GetReference(one);
            ref var second = ref MemoryMarshal.GetReference(other);
            for (; at + 16 <= one.Length; at += 16)
                sums += Avx2.MultiplyAddAdjacent(
                    Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref first, (nuint)at)), Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref second, (nuint)at)));
            sum = Vector256.Sum(sums);
        }

        for (; at < one.Length; at++) sum += one[at] * other[at];
        return sum;
    }
}
