using MathNet.Numerics;

namespace HybridAi.Learning.Statistics;

/// <summary>
/// Exact bounds on a probability from counted successes: the bound holds with at least the stated confidence for every true
/// probability and every number of trials, however small.
/// </summary>
/// <remarks>
/// Clopper and Pearson 1934, "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26.
/// </remarks>
public static class ClopperPearson
{
    private const int Halvings = 60;

    /// <summary>
    /// One-sided lower bound: the smallest p that would still give so many successes or more with chance 1 − confidence. 0
    /// without successes or trials.
    /// </summary>
    /// <param name="successes">Between 0 and <paramref name="trials"/>.</param>
    /// <param name="trials">At least 0.</param>
    /// <param name="confidence">Strictly between 0 and 1, such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or the confidence is out of range.</exception>
    public static double Lower(int successes, int trials, double confidence)
    {
        Check(successes, trials, confidence);
        return successes == 0 ? 0 : Quantile(successes, trials - successes + 1.0, 1 - confidence);
    }

    /// <summary>
    /// One-sided upper bound: the largest p that would still give so few successes or fewer with chance 1 − confidence. 1 without
    /// failures or trials.
    /// </summary>
    /// <param name="successes">Between 0 and <paramref name="trials"/>.</param>
    /// <param name="trials">At least 0.</param>
    /// <param name="confidence">Strictly between 0 and 1, such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or the confidence is out of range.</exception>
    public static double Upper(int successes, int trials, double confidence)
    {
        Check(successes, trials, confidence);
        return successes == trials ? 1 : Quantile(successes + 1.0, trials - successes, confidence);
    }

    /// <summary>Two-sided interval: each end is a one-sided bound at half the error.</summary>
    /// <param name="successes">Between 0 and <paramref name="trials"/>.</param>
    /// <param name="trials">At least 0.</param>
    /// <param name="confidence">Strictly between 0 and 1, such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or the confidence is out of range.</exception>
    public static (double Lower, double Upper) Interval(int successes, int trials, double confidence)
    {
        Check(successes, trials, confidence);
        var oneSided = (1 + confidence) / 2;
        return (Lower(successes, trials, oneSided), Upper(successes, trials, oneSided));
    }

    /// <summary>Quantile of the beta distribution by bisection: slower than a series, but never wrong by more than 1e-15.</summary>
    private static double Quantile(double a, double b, double probability)
    {
        double low = 0, high = 1;
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (SpecialFunctions.BetaRegularized(a, b, middle) < probability) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    private static void Check(int successes, int trials, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Must lie strictly between 0 and 1.");
    }
}
