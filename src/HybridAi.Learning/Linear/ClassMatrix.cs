using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HybridAi.Learning.Linear;

/// <summary>
/// A dense matrix of features by classes, stored feature by feature, so that one sparse row of data touches few cache lines
/// and every inner loop runs over classes in vectors.
/// </summary>
public sealed class ClassMatrix
{
    /// <summary>Classes are padded to a multiple of this, the width of two 256-bit vectors.</summary>
    public const int Lane = 16;

    /// <summary>Makes a matrix of zeros.</summary>
    /// <exception cref="OverflowException">Features times padded classes pass 2^31.</exception>
    public ClassMatrix(int features, int classes)
    {
        Features = features;
        Classes = classes;
        Stride = Padded(classes);
        Weights = new float[checked(features * Stride)];
    }

    /// <summary>Number of features, the rows.</summary>
    public int Features { get; }

    /// <summary>Number of classes, the columns that mean something.</summary>
    public int Classes { get; }

    /// <summary>Distance between two features in <see cref="Weights"/>; the padding holds zeros.</summary>
    public int Stride { get; }

    /// <summary>Feature by feature, <see cref="Stride"/> apart.</summary>
    public float[] Weights { get; }

    /// <summary>The number of classes rounded up to whole lanes.</summary>
    public static int Padded(int classes) => (classes + Lane - 1) / Lane * Lane;

    /// <summary>The weights of one feature, padding included.</summary>
    public Span<float> Row(int feature) => Weights.AsSpan(feature * Stride, Stride);

    /// <summary>scores[k] = Σ values[j] · W[columns[j], k].</summary>
    /// <param name="columns">Features in [0, <see cref="Features"/>); not checked.</param>
    /// <param name="values">As long as the columns.</param>
    /// <param name="scores">Of length <see cref="Stride"/>; padding gets 0.</param>
    public void Multiply(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> scores)
    {
        ref var weights = ref MemoryMarshal.GetArrayDataReference(Weights);
        ref var target = ref MemoryMarshal.GetReference(scores);
        var k = 0;
        for (; k + 64 <= Stride; k += 64)
        {
            Vector256<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
            for (var j = 0; j < columns.Length; j++)
            {
                ref var row = ref Unsafe.Add(ref weights, (nint)columns[j] * Stride + k);
                var value = Vector256.Create(values[j]);
                a = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref row), a);
                b = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref row, 8), b);
                c = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref row, 16), c);
                d = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref row, 24), d);
                e = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref row, 32), e);
                f = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref row, 40), f);
                g = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref row, 48), g);
                h = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref row, 56), h);
            }

            ref var block = ref Unsafe.Add(ref target, k);
            a.StoreUnsafe(ref block);
            b.StoreUnsafe(ref block, 8);
            c.StoreUnsafe(ref block, 16);
            d.StoreUnsafe(ref block, 24);
            e.StoreUnsafe(ref block, 32);
            f.StoreUnsafe(ref block, 40);
            g.StoreUnsafe(ref block, 48);
            h.StoreUnsafe(ref block, 56);
        }

        for (; k < Stride; k += Lane)
        {
            Vector256<float> a = default, b = default;
            for (var j = 0; j < columns.Length; j++)
            {
                ref var row = ref Unsafe.Add(ref weights, (nint)columns[j] * Stride + k);
                var value = Vector256.Create(values[j]);
                a = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref row), a);
                b = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref row, 8), b);
            }

            a.StoreUnsafe(ref Unsafe.Add(ref target, k));
            b.StoreUnsafe(ref Unsafe.Add(ref target, k), 8);
        }
    }

    /// <summary>W[columns[j], k] += values[j] · change[k].</summary>
    /// <param name="columns">Features in [0, <see cref="Features"/>); not checked.</param>
    /// <param name="values">As long as the columns.</param>
    /// <param name="change">Of length <see cref="Stride"/>, with 0 in the padding.</param>
    public void AddOuter(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, ReadOnlySpan<float> change)
    {
        ref var weights = ref MemoryMarshal.GetArrayDataReference(Weights);
        ref var source = ref MemoryMarshal.GetReference(change);
        for (var j = 0; j < columns.Length; j++)
        {
            ref var row = ref Unsafe.Add(ref weights, (nint)columns[j] * Stride);
            var value = Vector256.Create(values[j]);
            for (nuint k = 0; k < (nuint)Stride; k += Lane)
            {
                var low = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref source, k), Vector256.LoadUnsafe(ref row, k));
                var high = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref source, k + 8), Vector256.LoadUnsafe(ref row, k + 8));
                low.StoreUnsafe(ref row, k);
                high.StoreUnsafe(ref row, k + 8);
            }
        }
    }
}
