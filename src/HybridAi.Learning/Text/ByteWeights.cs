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

    private readonly int padded;
    private readonly float[] steps;

    /// <param name="features">Number of features.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="scales">What one step of a weight is worth, per class.</param>
    /// <param name="weights">features × padded classes, block by block.</param>
    public ByteWeights(int features, int classes, float[] scales, AlignedArray<sbyte> weights)
    {
        (Features, Classes, Scales, Weights) = (features, classes, scales, weights);
        padded = ClassMatrix.Padded(classes);
        steps = new float[padded];
        for (var k = 0; k < classes; k++) steps[k] = scales[k] / ValueScale;
    }

    public override int Features { get; }

    public override int Classes { get; }

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
        var quantised = new ByteWeights(features, matrix.Classes, scales, new AlignedArray<sbyte>(checked(features * ClassMatrix.Padded(matrix.Classes))));
        for (var feature = 0; feature < features; feature++)
        {
            var row = matrix.Row(feature);
            for (var k = 0; k < largest.Length; k++)
                if (scales[k] > 0)
                    quantised.Weights.Span[quantised.IndexOf(feature, k)] = (sbyte)MathF.Round(row[k] / scales[k]);
        }

        return quantised;
    }

    public override float Weight(int feature, int label) => Weights.Span[IndexOf(feature, label)] * Scales[label];

    public override void Score(TextScratch scratch, int count)
    {
        ToFixedPoint(scratch.Values, scratch.Fixed, count);
        var features = scratch.Features.AsSpan(0, count);
        var values = scratch.Fixed.AsSpan(0, count + 1);
        var scores = scratch.Scores.AsSpan(0, padded);
        var sums = MemoryMarshal.Cast<float, int>(scores);
        for (var from = 0; from < padded; from += BlockWidth)
        {
            var width = Math.Min(BlockWidth, padded - from);
            var block = Weights.Span.Slice(Features * from, Features * width);
            if (!Avx2.IsSupported) SumScalar(block, width, features, values, sums.Slice(from, width));
            else if (width == BlockWidth) SumWide(block, features, values, sums.Slice(from, width));
            else
                for (var part = 0; part < width; part += ClassMatrix.Lane)
                    SumNarrow(block, width, part, features, values, sums.Slice(from + part, ClassMatrix.Lane));
        }

        ref var score = ref MemoryMarshal.GetReference(scores);
        for (nuint k = 0; k < (nuint)padded; k += 8)
            (Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref score, k).AsInt32()) * Vector256.LoadUnsafe(ref steps[0], k)).StoreUnsafe(ref score, k);
    }

    private int IndexOf(int feature, int label)
    {
        var from = label / BlockWidth * BlockWidth;
        return Features * from + feature * Math.Min(BlockWidth, padded - from) + label - from;
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

    private static void SumWide(ReadOnlySpan<sbyte> block, ReadOnlySpan<int> features, ReadOnlySpan<short> values, Span<int> sums)
    {
        ref var weights = ref MemoryMarshal.GetReference(block);
        Vector256<int> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (var j = 0; j < features.Length; j += 2)
        {
            var pair = Pair(values, j);
            ref var first = ref Unsafe.Add(ref weights, (nint)features[j] * BlockWidth);
            ref var second = ref Unsafe.Add(ref weights, (nint)features[Math.Min(j + 1, features.Length - 1)] * BlockWidth);
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
        ReadOnlySpan<sbyte> block, int width, int part, ReadOnlySpan<int> features, ReadOnlySpan<short> values, Span<int> sums)
    {
        ref var weights = ref MemoryMarshal.GetReference(block);
        Vector256<int> a = default, b = default;
        for (var j = 0; j < features.Length; j += 2)
        {
            ref var first = ref Unsafe.Add(ref weights, (nint)features[j] * width + part);
            ref var second = ref Unsafe.Add(ref weights, (nint)features[Math.Min(j + 1, features.Length - 1)] * width + part);
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
        ReadOnlySpan<sbyte> block, int width, ReadOnlySpan<int> features, ReadOnlySpan<short> values, Span<int> sums)
    {
        sums.Clear();
        for (var j = 0; j < features.Length; j++)
        {
            int value = values[j];
            var row = block.Slice(features[j] * width, width);
            for (var k = 0; k < width; k++) sums[k] += row[k] * value;
        }
    }
}
