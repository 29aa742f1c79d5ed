namespace HybridAi.Learning.Statistics;

/// <summary>
/// The score statistic of "the mean paired difference is -margin": the distance of what was seen from there, in standard errors as they would be if
/// the claim were true. It rises with each win and falls with each loss.
/// </summary>
/// <remarks>
/// Tango 1998, "Equivalence test and confidence interval for the difference in proportions for the paired-sample design", Statistics in Medicine 17
/// (the rate of losses under the claim is the greater root of a quadratic likelihood equation).
/// </remarks>
public static class TangoScore
{
    /// <summary>The statistic; 0 where nothing differs and nothing is claimed to.</summary>
    /// <param name="rows">At least 1.</param>
    /// <param name="wins">At least 0.</param>
    /// <param name="losses">At least 0; with the wins at most <paramref name="rows"/>.</param>
    /// <param name="margin">Strictly between -1 and 1; negative for a claim that the mean is above 0.</param>
    public static double Of(int rows, int wins, int losses, double margin)
    {
        double n = rows;
        var linear = -(wins + losses) - margin * (2 * n - wins + losses);
        var constant = losses * margin * (margin + 1);
        var root = Math.Sqrt(Math.Max(0, linear * linear - 8 * n * constant));
        // The second form is the same root without the difference of two nearly equal numbers.
        var lossRate = linear <= 0 ? (root - linear) / (4 * n) : -2 * constant / (root + linear);
        var distance = wins - losses + n * margin;
        var variance = n * (2 * lossRate - margin * (margin + 1));
        return variance > 0 ? distance / Math.Sqrt(variance) : 0;
    }
}
