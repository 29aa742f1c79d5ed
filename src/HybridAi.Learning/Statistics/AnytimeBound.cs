using MathNet.Numerics;

namespace HybridAi.Learning.Statistics;

/// <summary>
/// An upper bound on a probability that may be looked at after every draw: with the stated confidence it holds at all looks together, where
/// <see cref="ClopperPearson"/> holds at one look that was planned beforehand.
/// </summary>
/// <remarks>
/// A bettor who bets against "the probability is at least p" by the likelihood ratio of a uniform mixture over [0, p] never multiplies his
/// capital by 1 / (1 − confidence) with more than that chance (Robbins 1970, "Statistical methods related to the law of the iterated
/// logarithm", Annals of Mathematical Statistics 41; Howard, Ramdas, McAuliffe and Sekhon 2021, "Time-uniform, nonparametric, nonasymptotic
/// confidence sequences", Annals of Statistics 49). Draws must be independent, with replacement. The price of free looks: without failures
/// 88 draws show 5 % where one planned look would take 59.
/// </remarks>
public static class AnytimeBound
{
    private const int Halvings = 60;
    private const int MostDraws = 1 << 20;

    /// <summary>The smallest probability that is refuted together with all above it; 1 without draws.</summary>
    /// <param name="failures">Between 0 and <paramref name="draws"/>.</param>
    /// <param name="draws">At least 0.</param>
    /// <param name="confidence">Strictly between 0 and 1, such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or the confidence is out of range.</exception>
    public static double Upper(int failures, int draws, double confidence)
    {
        Check(failures, draws, confidence);
        var goal = -Math.Log(1 - confidence);
        double low = 0, high = 1;
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (LogCapital(failures, draws, middle) >= goal) high = middle;
            else low = middle;
        }

        return high;
    }

    /// <summary>How many more draws, all of them successes, bring the bound down to <paramref name="limit"/>; 0 when it is there.</summary>
    /// <param name="failures">Failures so far.</param>
    /// <param name="draws">Draws so far.</param>
    /// <param name="limit">The bound that is asked for, strictly between 0 and 1.</param>
    /// <param name="confidence">Strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count, the limit or the confidence is out of range, or no million draws would do.</exception>
    public static int StillNeeded(int failures, int draws, double limit, double confidence)
    {
        Check(failures, draws, confidence);
        if (!(limit > 0 && limit < 1)) throw new ArgumentOutOfRangeException(nameof(limit), limit, "Must lie strictly between 0 and 1.");
        if (Shows(0)) return 0;
        var enough = 1;
        while (!Shows(enough))
        {
            if (enough >= MostDraws) throw new ArgumentOutOfRangeException(nameof(limit), limit, "Would take more than a million draws.");
            enough *= 2;
        }

        var short_ = enough / 2;
        while (enough - short_ > 1)
        {
            var middle = (enough + short_) / 2;
            if (Shows(middle)) enough = middle;
            else short_ = middle;
        }

        return enough;

        bool Shows(int more) => LogCapital(failures, draws + more, limit) >= -Math.Log(1 - confidence);
    }

    // ln of (1/p) ∫₀ᵖ q^k (1 − q)^(n − k) dq / (p^k (1 − p)^(n − k)): rises with p, so the refuted probabilities are all above one point.
    private static double LogCapital(int failures, int draws, double p)
    {
        if (draws == 0) return 0;
        var successes = draws - failures;
        if (p >= 1) return successes > 0 ? double.PositiveInfinity : -Math.Log(draws + 1);
        if (p <= 0) return -Math.Log(draws + 1);
        var inside = SpecialFunctions.BetaRegularized(failures + 1.0, successes + 1.0, p);
        if (inside <= 0) return -Math.Log(draws + 1);
        return Math.Log(inside) + SpecialFunctions.BetaLn(failures + 1.0, successes + 1.0)
            - (failures + 1) * Math.Log(p) - successes * Math.Log(1 - p);
    }

    private static void Check(int failures, int draws, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(draws);
        ArgumentOutOfRangeException.ThrowIfNegative(failures);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(failures, draws);
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Must lie strictly between 0 and 1.");
    }
}
