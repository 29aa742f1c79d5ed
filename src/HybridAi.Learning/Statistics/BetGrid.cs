namespace HybridAi.Learning.Statistics;

/// <summary>
/// The bets of a bettor who has no idea how large the effect is: shares of the capital, each six tenths of the one before, with
/// the capital split evenly among them. What is bet on is that values of the unit interval have a mean above a claimed one.
/// </summary>
/// <remarks>
/// A share s multiplies its capital by 1 - s + s · value / claim; its mean is at most 1 while the claim (mean at most so much) is true. A fixed mixture needs
/// no tuning and doesn't depend on the order of the values: Waudby-Smith and Ramdas 2024, "Estimating means of bounded random variables by betting",
/// section 4; Orabona and Jun 2024, "Tight concentrations and confidence sequences from the regret of universal portfolio".
/// </remarks>
internal static class BetGrid
{
    /// <summary>The shares, from the boldest.</summary>
    public static readonly double[] Shares = [.. Enumerable.Range(0, 12).Select(i => 0.98 * Math.Pow(2, -0.75 * i))];

    /// <summary>Logarithm of what one value multiplies the capital by.</summary>
    /// <param name="share">Share of the capital at stake.</param>
    /// <param name="value">Between 0 and 1.</param>
    /// <param name="claim">Above 0, at most 1.</param>
    public static double LogFactor(double share, double value, double claim) => Math.Log(1 - share + share * value / claim);

    /// <summary>Logarithm of the capital of all, when each share began with 1 and the whole with 1.</summary>
    /// <param name="logs">Logarithm of each share's capital.</param>
    public static double LogMean(ReadOnlySpan<double> logs)
    {
        var largest = double.NegativeInfinity;
        foreach (var log in logs) largest = Math.Max(largest, log);
        var sum = 0.0;
        foreach (var log in logs) sum += Math.Exp(log - largest);
        return largest + Math.Log(sum / logs.Length);
    }
}
