using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HybridAi.Learning.Annotators;

/// <summary>Probabilities out of their logarithms.</summary>
internal static class LogRow
{
    /// <summary>Turns unnormalised natural logarithms into probabilities in place, and returns the logarithm of their sum.</summary>
    public static double Normalise(Span<double> row)
    {
        var highest = double.NegativeInfinity;
        foreach (var value in row) highest = Math.Max(highest, value);
        var wide = MemoryMarshal.Cast<double, Vector256<double>>(row);
        foreach (ref var values in wide) values = Vector256.Exp(values - Vector256.Create(highest));
        foreach (ref var value in row[(wide.Length * Vector256<double>.Count)..]) value = Math.Exp(value - highest);
        var sum = 0.0;
        foreach (var value in row) sum += value;
        foreach (ref var value in row) value /= sum;
        return highest + Math.Log(sum);
    }
}
