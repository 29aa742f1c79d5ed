using MathNet.Numerics;

namespace HybridAi.Learning.Statistics;

/// <summary>
/// Compares two classifiers on the same rows by the rows that only one of them gets right: if both were equally good, each such
/// row would be a fair coin.
/// </summary>
/// <remarks>
/// McNemar 1947; exact and mid-p forms after Fagerland, Lydersen and Laake 2013, "The McNemar test for binary matched-pairs data:
/// mid-p and asymptotic are better than exact conditional", BMC Medical Research Methodology 13:91.
/// </remarks>
public static class McNemar
{
    /// <summary>
    /// One-sided exact p-value for "A beats B": the chance of at least so many of the differing rows falling to A if both were
    /// equal. 1 when no row differs.
    /// </summary>
    /// <param name="onlyA">Rows that only A gets right (b).</param>
    /// <param name="onlyB">Rows that only B gets right (c).</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static double Exact(int onlyA, int onlyB)
    {
        Check(onlyA, onlyB);
        return onlyA == 0 ? 1 : SpecialFunctions.BetaRegularized(onlyA, onlyB + 1.0, 0.5);
    }

    /// <summary>
    /// One-sided mid-p value for "A beats B": the observed count is counted half. Less timid than <see cref="Exact"/>, and its
    /// error rate stays close to the nominal one without a promise to stay below it.
    /// </summary>
    /// <param name="onlyA">Rows that only A gets right (b).</param>
    /// <param name="onlyB">Rows that only B gets right (c).</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static double MidP(int onlyA, int onlyB) => Exact(onlyA, onlyB) - Chance(onlyA, onlyB) / 2;

    /// <summary>Two-sided exact p-value for "A and B differ": twice the smaller one-sided value, at most 1.</summary>
    /// <param name="onlyA">Rows that only A gets right (b).</param>
    /// <param name="onlyB">Rows that only B gets right (c).</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static double TwoSided(int onlyA, int onlyB) => Math.Min(1, 2 * Math.Min(Exact(onlyA, onlyB), Exact(onlyB, onlyA)));

    private static double Chance(int onlyA, int onlyB) =>
        Math.Exp(SpecialFunctions.BinomialLn(onlyA + onlyB, onlyA) - (onlyA + onlyB) * Math.Log(2));

    private static void Check(int onlyA, int onlyB)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyA);
        ArgumentOutOfRangeException.ThrowIfNegative(onlyB);
    }
}
