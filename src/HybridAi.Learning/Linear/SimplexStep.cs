using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HybridAi.Learning.Linear;

/// <summary>
/// Solves the one-row sub-problem of the dual of softmax regression: given scores s, the row's current dual point α and its
/// squared length A, find z on the simplex of size C that minimises Σ A/2 (z − α)² − s (z − α) + z ln z.
/// </summary>
/// <remarks>
/// Stationarity asks t + A·exp(t) = s + A·α − ν with t = ln z. All classes and ν take one Newton step together, in vectors, where
/// Yu, Huang and Lin 2011 ("Dual coordinate descent methods for logistic regression and maximum entropy models", section 4)
/// solve pairs of coordinates in turn. The left side is convex in t and concave in z: a fall is safe in t, a rise in z.
/// </remarks>
internal static class SimplexStep
{
    /// <summary>Score of a padding class: its share is nothing.</summary>
    public const float Padding = -1e4f;

    private const int Width = 8;
    private const int MaximumSteps = 12;

    /// <summary>Share of C that may still move when the step is called solved.</summary>
    private const float Tolerance = 1e-3f;

    /// <summary>Smallest share of C that a class keeps, so that none is lost to underflow.</summary>
    private const float Floor = 1e-12f;

    /// <summary>
    /// Writes the solution. All spans have the same padded length, and the scores of padding classes are <see cref="Padding"/>.
    /// </summary>
    public static void Solve(ReadOnlySpan<float> scores, ReadOnlySpan<float> current, float squaredLength, float size, Span<float> solution)
    {
        Start(scores, current, size, solution);
        for (var step = 0; step < MaximumSteps; step++)
            if (Newton(scores, current, squaredLength, size, solution) < Tolerance * size)
                break;
        Finish(solution, size);
    }

    /// <summary>
    /// Starts at ln of the larger of α and C · softmax(s). Falling from above takes few steps; a class that starts far too low
    /// would weigh too little for anyone to notice that it must rise.
    /// </summary>
    private static void Start(ReadOnlySpan<float> scores, ReadOnlySpan<float> current, float size, Span<float> logs)
    {
        var top = Vector256.Create(float.NegativeInfinity);
        for (var k = 0; k < scores.Length; k += Width) top = Vector256.Max(top, At(scores, k));
        var largest = Largest(top);
        var sum = Vector256<float>.Zero;
        for (var k = 0; k < scores.Length; k += Width) sum += Vector256.Exp(At(scores, k) - Vector256.Create(largest));

        var shift = Vector256.Create(MathF.Log(size / Vector256.Sum(sum)) - largest);
        var least = Vector256.Create(size * Floor);
        for (var k = 0; k < scores.Length; k += Width)
            Vector256.Max(At(scores, k) + shift, Vector256.Log(Vector256.Max(At(current, k), least))).CopyTo(logs[k..]);
    }

    /// <summary>One step of all classes; returns the largest move of a z.</summary>
    private static float Newton(ReadOnlySpan<float> scores, ReadOnlySpan<float> current, float squaredLength, float size, Span<float> logs)
    {
        var a = Vector256.Create(squaredLength);
        Vector256<float> total = default, pull = default, slope = default;
        for (var k = 0; k < logs.Length; k += Width)
        {
            var t = At(logs, k);
            var z = Vector256.Exp(t);
            var share = z / (Vector256<float>.One + a * z);
            total += z;
            pull += share * (At(scores, k) + a * (At(current, k) - z) - t);
            slope += share;
        }

        var nu = Vector256.Create((Vector256.Sum(pull) - size + Vector256.Sum(total)) / Vector256.Sum(slope));
        var lowest = Vector256.Create(MathF.Log(size * Floor));
        var highest = Vector256.Create(MathF.Log(size));
        var turn = Vector256.Create(-MathF.Log(squaredLength));
        var moved = Vector256<float>.Zero;
        for (var k = 0; k < logs.Length; k += Width)
        {
            var t = At(logs, k);
            var z = Vector256.Exp(t);
            var move = (At(scores, k) + a * (At(current, k) - z) - t - nu) / (Vector256<float>.One + a * z);

            // Below z = 1/A a rise is safe in t as well, and longer.
            var grown = t + Vector256.Log(Vector256<float>.One + Vector256.Max(move, Vector256<float>.Zero));
            var rise = Vector256.Max(grown, Vector256.Min(t + move, turn));
            var next = Vector256.ConditionalSelect(Vector256.GreaterThan(move, Vector256<float>.Zero), rise, t + move);
            next = Vector256.Min(Vector256.Max(next, lowest), highest);
            moved = Vector256.Max(moved, Vector256.Abs(next - t) * z);
            next.CopyTo(logs[k..]);
        }

        return Largest(moved);
    }

    /// <summary>Turns logarithms into z and scales them onto the simplex.</summary>
    private static void Finish(Span<float> logs, float size)
    {
        var sum = Vector256<float>.Zero;
        for (var k = 0; k < logs.Length; k += Width)
        {
            var z = Vector256.Exp(At(logs, k));
            z.CopyTo(logs[k..]);
            sum += z;
        }

        var scale = size / Vector256.Sum(sum);
        for (var k = 0; k < logs.Length; k += Width) (At(logs, k) * scale).CopyTo(logs[k..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> At(ReadOnlySpan<float> values, int k) =>
        Vector256.LoadUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetReference(values), k));

    private static float Largest(Vector256<float> values)
    {
        var half = Vector128.Max(values.GetLower(), values.GetUpper());
        return MathF.Max(MathF.Max(half[0], half[1]), MathF.Max(half[2], half[3]));
    }
}
