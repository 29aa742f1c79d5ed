namespace HybridAi.Learning.Statistics;

/// <summary>
/// Tests whether paired differences are above zero on average: were both sides equally good, each difference might as well have had the other sign.
/// </summary>
/// <remarks>
/// Fisher 1935, "The design of experiments", section 21, by drawn signs in place of all of them; the observed signs count as one of the draws, which keeps the
/// test valid for any number of draws (Phipson and Smyth 2010).
/// </remarks>
public static class SignFlip
{
    private const int Draws = 9_999;

    /// <summary>The one-sided p-value, at least 1 / 10,000; 1 where there are no differences.</summary>
    /// <param name="differences">One a pair, above zero where the first side is better; finite.</param>
    /// <param name="seed">Another seed draws other signs.</param>
    public static double PValue(IReadOnlyList<double> differences, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(differences);
        double[] sizes = [.. differences.Where(difference => difference != 0).Select(Math.Abs)];
        if (sizes.Length == 0) return 1;
        var observed = differences.Sum();
        // Sums in another order may differ in their last digits, and a draw of the very same signs must count.
        var edge = observed - 1e-9 * sizes.Sum();
        var random = new Random(seed);
        var reached = 1;
        for (var draw = 0; draw < Draws; draw++)
        {
            var (sum, bits) = (0.0, 0L);
            for (var i = 0; i < sizes.Length; i++)
            {
                if ((i & 31) == 0) bits = random.NextInt64(1L << 32);
                sum += (bits & 1) == 0 ? sizes[i] : -sizes[i];
                bits >>= 1;
            }

            if (sum >= edge) reached++;
        }

        return reached / (Draws + 1.0);
    }
}
