using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HybridAi.Learning.Linear;

/// <summary>
/// Solves the one-record sub-problem of the dual of softmax regression: given scores s, the record's current dual point α and
/// its squared length A, find z on the simplex of size C that minimises Σ A/2 (z − α)² − s (z − α) + z ln z.
/// </summary>
/// <remarks>
/// Stationarity asks t + A·exp(t) = s + A·α − ν with z = exp(t). All classes and ν take one Newton step together, in vectors,
/// where Yu, Huang and Lin 2011 ("Dual coordinate descent methods for logistic regression and maximum entropy models",
/// section 4) solve pairs of coordinates in turn.
/// </remarks>
internal static class SimplexStep
{
    private const int MaxNewtonSteps = 12;

    /// <summary>Smallest share of C that a class keeps, so that no class is lost to underflow.</summary>
    private const float Floor = 1e-12f;

    /// <summary>
    /// Writes the solution into <paramref name="solution"/>. All spans have the padded length; padding scores must be
    /// −infinity-like (<see cref="Padding"/>).
    /// </summary>
    public static void Solve(ReadOnlySpan<float> scores, ReadOnlySpan<float> current, float squaredLength, float size, Span<float> solution)
    {
        ref var s = ref MemoryMarshal.GetReference(scores);
        ref var alpha = ref MemoryMarshal.GetReference(current);
        ref var z = ref MemoryMarshal.GetReference(solution);
        var length = (nuint)scores.Length;
        var a = Vector256.Create(squaredLength);
        var ceiling = Vector256.Create(MathF.Log(size));
        var lowest = Vector256.Create(MathF.Log(size * Floor));

        var least = Vector256.Create(size * Floor);
        var turn = Vector256.Create(-MathF.Log(squaredLength));

        // Start from the softmax of the scores, where the solution lies once the weights have settled.
        var top = Vector256.Create(float.NegativeInfinity);
        for (nuint k = 0; k < length; k += 8) top = Vector256.Max(top, Vector256.LoadUnsafe(ref s, k));
        var max = Largest(top);
        var sums = Vector256<float>.Zero;
        for (nuint k = 0; k < length; k += 8) sums += Vector256.Exp(Vector256.LoadUnsafe(ref s, k) - Vector256.Create(max));
        var shift = Vector256.Create(MathF.Log(size) - max - MathF.Log(Vector256.Sum(sums)));
        for (nuint k = 0; k < length; k += 8)
        {
            var known = Vector256.Log(Vector256.Max(Vector256.LoadUnsafe(ref alpha, k), least));
            Vector256.Max(Vector256.LoadUnsafe(ref s, k) + shift, known).StoreUnsafe(ref z, k);
        }

        // The span holds t = ln z until the end.
        for (var step = 0; step < MaxNewtonSteps; step++)
        {
            Vector256<float> total = default, pull = default, slope = default;
            for (nuint k = 0; k < length; k += 8)
            {
                var t = Vector256.LoadUnsafe(ref z, k);
                var exp = Vector256.Exp(t);
                var residual = Vector256.LoadUnsafe(ref s, k) + a * (Vector256.LoadUnsafe(ref alpha, k) - exp) - t;
                var share = exp / (Vector256<float>.One + a * exp);
                total += exp;
                pull += share * residual;
                slope += share;
            }

            var nu = Vector256.Create((Vector256.Sum(pull) - (size - Vector256.Sum(total))) / Vector256.Sum(slope));
            var largest = Vector256<float>.Zero;
            for (nuint k = 0; k < length; k += 8)
            {
                var t = Vector256.LoadUnsafe(ref z, k);
                var exp = Vector256.Exp(t);
                var residual = Vector256.LoadUnsafe(ref s, k) + a * (Vector256.LoadUnsafe(ref alpha, k) - exp) - t;
                var move = (residual - nu) / (Vector256<float>.One + a * exp);
                var rise = Vector256.Max(t + Vector256.Log(Vector256.Max(Vector256<float>.One + move, Vector256<float>.One)), Vector256.Min(t + move, turn));
                var next = Vector256.Min(Vector256.Max(Vector256.ConditionalSelect(Vector256.GreaterThan(move, Vector256<float>.Zero), rise, t + move), lowest), ceiling);
                largest = Vector256.Max(largest, Vector256.Abs(next - t) * exp);
                next.StoreUnsafe(ref z, k);
            }

            if (Largest(largest) < 1e-3f * size) break;
        }

        var sum = Vector256<float>.Zero;
        for (nuint k = 0; k < length; k += 8)
        {
            var exp = Vector256.Exp(Vector256.LoadUnsafe(ref z, k));
            exp.StoreUnsafe(ref z, k);
            sum += exp;
        }

        var scale = Vector256.Create(size / Vector256.Sum(sum));
        for (nuint k = 0; k < length; k += 8) (Vector256.LoadUnsafe(ref z, k) * scale).StoreUnsafe(ref z, k);
    }

    /// <summary>Score of a padding class: its share is nothing.</summary>
    public const float Padding = -1e4f;

    private static float Largest(Vector256<float> values)
    {
        var half = Vector128.Max(values.GetLower(), values.GetUpper());
        return MathF.Max(MathF.Max(half[0], half[1]), MathF.Max(half[2], half[3]));
    }
}
