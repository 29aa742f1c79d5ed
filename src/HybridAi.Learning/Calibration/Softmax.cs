using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HybridAi.Learning.Calibration;

/// <summary>Turns scores into probabilities.</summary>
public static class Softmax
{
    /// <summary>
    /// Replaces scores by exp(score / temperature) over their sum. Any finite scores give probabilities that sum to 1, for the
    /// largest is taken off first.
    /// </summary>
    /// <param name="scores">Scores in, probabilities out; at least one.</param>
    /// <param name="temperature">Above 0; higher is less sure.</param>
    /// <returns>Index of the largest score, the first of equals.</returns>
    public static int InPlace(Span<float> scores, float temperature)
    {
        var best = 0;
        for (var k = 1; k < scores.Length; k++)
            if (scores[k] > scores[best])
                best = k;

        var top = scores[best];
        var factor = 1 / temperature;
        var sum = 0f;
        ref var first = ref MemoryMarshal.GetReference(scores);
        nuint at = 0, length = (nuint)scores.Length;
        var sums = Vector256<float>.Zero;
        for (; at + 8 <= length; at += 8)
        {
            var exp = Vector256.Exp((Vector256.LoadUnsafe(ref first, at) - Vector256.Create(top)) * factor);
            exp.StoreUnsafe(ref first, at);
            sums += exp;
        }

        for (var k = (int)at; k < scores.Length; k++)
        {
            scores[k] = MathF.Exp((scores[k] - top) * factor);
            sum += scores[k];
        }

        var scale = 1 / (sum + Vector256.Sum(sums));
        for (var k = 0; k < scores.Length; k++) scores[k] *= scale;
        return best;
    }
}
