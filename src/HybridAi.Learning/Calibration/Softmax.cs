using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HybridAi.Learning.Calibration;

/// <summary>Turns scores into probabilities.</summary>
public static class Softmax
{
    private const int Width = 8;

    /// <summary>
    /// Replaces scores by exp(score / temperature) over their sum. Any finite scores give probabilities that sum to 1, for the
    /// largest is taken off first.
    /// </summary>
    /// <param name="scores">Scores in, probabilities out; at least one.</param>
    /// <param name="temperature">Above 0; higher is less sure.</param>
    /// <returns>Index of the largest score, the first of equals.</returns>
    public static int InPlace(Span<float> scores, float temperature)
    {
        var whole = scores.Length / Width * Width;
        var top = Largest(scores, whole);
        var best = scores.IndexOf(top);

        ref var first = ref MemoryMarshal.GetReference(scores);
        var factor = 1 / temperature;
        var sums = Vector256<float>.Zero;
        for (nuint at = 0; at < (nuint)whole; at += Width)
        {
            var exp = Vector256.Exp((Vector256.LoadUnsafe(ref first, at) - Vector256.Create(top)) * factor);
            exp.StoreUnsafe(ref first, at);
            sums += exp;
        }

        var sum = Vector256.Sum(sums);
        foreach (ref var score in scores[whole..])
        {
            score = MathF.Exp((score - top) * factor);
            sum += score;
        }

        var scale = 1 / sum;
        for (nuint at = 0; at < (nuint)whole; at += Width) (Vector256.LoadUnsafe(ref first, at) * scale).StoreUnsafe(ref first, at);
        foreach (ref var score in scores[whole..]) score *= scale;
        return best;
    }

    private static float Largest(ReadOnlySpan<float> scores, int whole)
    {
        var top = float.NegativeInfinity;
        foreach (var score in scores[whole..]) top = MathF.Max(top, score);
        if (whole == 0) return top;

        var tops = Vector256.Create(top);
        for (var at = 0; at < whole; at += Width) tops = Vector256.Max(tops, Vector256.Create(scores[at..]));
        for (var lane = 0; lane < Width; lane++) top = MathF.Max(top, tops[lane]);
        return top;
    }
}
