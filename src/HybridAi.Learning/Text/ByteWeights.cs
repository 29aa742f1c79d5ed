using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Text;

/// <summary>
/// Weights in 8 bits with one scale per class. Scores are summed in 32-bit integers, so they are exact and the same on every
/// machine, with or without vectors.
/// </summary>
/// <remarks>
/// Classes stand in blocks of 64, a cache line per feature, and a last block of what remains in sixteens. A value has 13 bits: a
/// text vector has length 1, so with 2^20 features no sum can pass 127 · 2^13 · 2^10, which is below 2^31.
/// </remarks>
internal sealed class ByteWeights : ClassScorer
{
    private const int BlockWidth = 64;
    private const float ValueScale = 1 << 13;

    private readonly int _features;
    private readonly int _padded;
    private readonly float[] _steps;

    /// <summary>Takes weights as they stand in a file.</summary>
    /// <param name="features">Number of features.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="scales">What one step of a weight is worth, per class.</param>
    /// <param name="weights">features × padded classes, block by block.</param>
    public ByteWeights(int features, int classes, float[] scales, AlignedArray<sbyte> weights)
    {
        (_features, Scales, Weights) = (features, scales, weights);
        _padded = ClassMatrix.Padded(classes);
        _steps = new float[_padded];
        for (var k = 0; k < classes; k++) _steps[k] = scales[k] / ValueScale;
    }

    public float[] Scales { get; }

    public AlignedArray<sbyte> Weights { get; }

    /// <summary>Rounds fitted weights to the nearest of 255 steps per class.</summary>
    public static ByteWeights From(ClassMatrix matrix, int features)
    {
        var largest = new float[matrix.Classes];
        for (var feature = 0; feature < features; feature++)
        {
            var row = matrix.Row(feature);
            for (var k = 0; k < largest.Length; k++) largest[k] = MathF.Max(largest[k], MathF.Abs(row[k]));
        }

        var scales = Array.ConvertAll(largest, most => most / sbyte.MaxValue);
        var quantised = new ByteWeights(features, matrix.Classes, scales, new AlignedArray<sbyte>(checked(features * matrix.Stride)));
        var weights = quantised.Weights.Span;
        for (var feature = 0; feature < features; feature++)
        {
            var row = matrix.Row(feature);
            for (var k = 0; k < largest.Length; k++)
                if (scales[k] > 0)
                    weights[quantised.IndexOf(feature, k)] = (sbyte)MathF.Round(row[k] / scales[k]);
        }

        return quantised;
    }

    public override float Weight(int feature, int label) => Weights.Span[IndexOf(feature, label)] * Scales[label];

    public override void Score(TextScratch scratch, int count)
    {
        ToFixedPoint(scratch.Values, scratch.Fixed, count);
        var found = scratch.Features.AsSpan(0, count);
        var values = scratch.Fixed.AsSpan(0, count + 1);
        var scores = scratch.Scores.AsSpan(0, _padded);
        var sums = MemoryMarshal.Cast<float, int>(scores);
        for (var from = 0; from < _padded; from += BlockWidth)
        {
            var width = Math.Min(BlockWidth, _padded - from);
            var block = Weights.Span.Slice(_features * from, _features * width);
            if (!Avx2.IsSupported) SumScalar(block, width, found, values, sums.Slice(from, width));
            else if (width == BlockWidth) SumWide(block, found, values, sums.Slice(from, width));
            else
                for (var part = 0; part < width; part += ClassMatrix.Lane)
                    SumNarrow(block, width, part, found, values, sums.Slice(from + part, ClassMatrix.Lane));
        }

        for (var k = 0; k < _padded; k += Vector256<int>.Count)
            (Vector256.ConvertToSingle(Vector256.Create(sums[k..])) * Vector256.Create(_steps, k)).CopyTo(scores[k..]);
    }

    private int IndexOf(int feature, int label)
    {
        var from = label / BlockWidth * BlockWidth;
        return _features * from + feature * Math.Min(BlockWidth, _padded - from) + label - from;
    }

    /// <summary>Rounds values in [0, 1] and puts a 0 behind the last, which pairs with it when the count is odd.</summary>
    private static void ToFixedPoint(float[] values, short[] target, int count)
    {
        for (var j = 0; j < count; j++) target[j] = (short)(values[j] * ValueScale + 0.5f);
        target[count] = 0;
    }

    /// <summary>Two values side by side in every lane, as the pairwise multiply-add wants them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Pair(ReadOnlySpan<short> values, int j) =>
        Vector256.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<short, byte>(ref Unsafe.AsRef(in values[j])))).AsInt16();

    private static void SumWide(ReadOnlySpan<sbyte> block, ReadOnlySpan<int> found, ReadOnlySpan<short> values, Span<int> sums)
    {
        ref var weights = ref MemoryMarshal.GetReference(block);
        Vector256<int> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (var j = 0; j < found.Length; j += 2)
        {
            var pair = Pair(values, j);
            ref var first = ref Unsafe.Add(ref weights, (nint)found[j] * BlockWidth);
            ref var second = ref Unsafe.Add(ref weights, (nint)found[Math.Min(j + 1, found.Length - 1)] * BlockWidth);
            Add16(ref first, ref second, 0, pair, ref a, ref b);
            Add16(ref first, ref second, 16, pair, ref c, ref d);
            Add16(ref first, ref second, 32, pair, ref e, ref f);
            Add16(ref first, ref second, 48, pair, ref g, ref h);
        }

        ref var target = ref MemoryMarshal.GetReference(sums);
        a.StoreUnsafe(ref target);
        b.StoreUnsafe(ref target, 8);
        c.StoreUnsafe(ref target, 16);
        d.StoreUnsafe(ref target, 24);
        e.StoreUnsafe(ref target, 32);
        f.StoreUnsafe(ref target, 40);
        g.StoreUnsafe(ref target, 48);
        h.StoreUnsafe(ref target, 56);
    }

    private static void SumNarrow(
        ReadOnlySpan<sbyte> block, int width, int part, ReadOnlySpan<int> found, ReadOnlySpan<short> values, Span<int> sums)
    {
        ref var weights = ref MemoryMarshal.GetReference(block);
        Vector256<int> a = default, b = default;
        for (var j = 0; j < found.Length; j += 2)
        {
            ref var first = ref Unsafe.Add(ref weights, (nint)found[j] * width + part);
            ref var second = ref Unsafe.Add(ref weights, (nint)found[Math.Min(j + 1, found.Length - 1)] * width + part);
            Add16(ref first, ref second, 0, Pair(values, j), ref a, ref b);
        }

        a.StoreUnsafe(ref MemoryMarshal.GetReference(sums));
        b.StoreUnsafe(ref MemoryMarshal.GetReference(sums), 8);
    }

    /// <summary>Adds two features' weights for 16 classes, each times its value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add16(
        ref sbyte first, ref sbyte second, nuint at, Vector256<short> pair, ref Vector256<int> low, ref Vector256<int> high)
    {
        var one = Vector128.LoadUnsafe(ref first, at);
        var two = Vector128.LoadUnsafe(ref second, at);
        low += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Sse2.UnpackLow(one, two)), pair);
        high += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Sse2.UnpackHigh(one, two)), pair);
    }

    private static void SumScalar(
        ReadOnlySpan<sbyte> block, int width, ReadOnlySpan<int> found, ReadOnlySpan<short> values, Span<int> sums)
    {
        sums.Clear();
        for (var j = 0; j < found.Length; j++)
        {
            int value = values[j];
            var row = block.Slice(found[j] * width, width);
            for (var k = 0; k < width; k++) sums[k] += row[k] * value;
        }
    }
}
