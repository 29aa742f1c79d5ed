using MathNet.Numerics.Distributions;

namespace HybridAi.Learning.Statistics;

/// <summary>Compares two numbers of the same rows by the mean of their differences.</summary>
/// <remarks>Student 1908. It leans on the mean of the differences being near normal, which from some 30 rows on it is unless a few rows decide all.</remarks>
public static class PairedMeans
{
    /// <summary>One-sided p-value for "the first are greater in the mean": Student's t over the rows' differences.</summary>
    /// <param name="first">One number a row.</param>
    /// <param name="second">One number a row.</param>
    /// <returns>Between 0 and 1; 1 where no row differs, or there are fewer than two.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Greater(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length) throw new ArgumentException($"{first.Length} numbers but {second.Length} to compare with.");
        if (first.Length < 2) return 1;
        double mean = 0, squares = 0;
        for (var row = 0; row < first.Length; row++) mean += (first[row] - second[row]) / first.Length;
        for (var row = 0; row < first.Length; row++) squares += (first[row] - second[row] - mean) * (first[row] - second[row] - mean);
        var error = Math.Sqrt(squares / (first.Length - 1) / first.Length);
        if (error == 0) return mean > 0 ? 0 : 1;
        return StudentT.CDF(0, 1, first.Length - 1, -mean / error);
    }
}
