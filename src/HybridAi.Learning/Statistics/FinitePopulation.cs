using MathNet.Numerics;

namespace HybridAi.Learning.Statistics;

/// <summary>
/// Exact bounds on how many of finitely many things are bad, from a random sample without replacement. Tighter than <see cref="ClopperPearson"/>,
/// for what was looked at is known; the same for a population without end.
/// </summary>
/// <remarks>
/// Katz 1953, "Confidence intervals for the number showing a certain characteristic in a population when sampling is without replacement",
/// JASA 48; Buonaccorsi 1987, "A note on confidence intervals for proportions in finite populations", The American Statistician 41. The
/// bound holds at one look at a sample whose size was not chosen by what it showed.
/// </remarks>
public static class FinitePopulation
{
    /// <summary>One-sided upper bound on the number of bad ones: the largest that would show so few in the sample with more chance than 1 − confidence.</summary>
    /// <param name="bad">Bad ones in the sample, between 0 and <paramref name="sample"/>.</param>
    /// <param name="sample">Size of the sample, between 0 and <paramref name="population"/>.</param>
    /// <param name="population">How many there are in all, at least 0.</param>
    /// <param name="confidence">Strictly between 0 and 1, such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or the confidence is out of range.</exception>
    public static int Upper(int bad, int sample, int population, double confidence)
    {
        Check(bad, sample, population, confidence);
        var (low, high) = (bad, population - sample + bad);
        while (low < high)
        {
            var middle = low + (high - low + 1) / 2;
            if (AtMost(bad, sample, middle, population) > 1 - confidence) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>
    /// The smallest sample that is planned well: where half as many are bad as allowed, it shows with the stated chance that no more are bad than
    /// allowed. At most the population, which shows everything.
    /// </summary>
    /// <remarks>
    /// Acceptance sampling by two points: Hahn and Schilling 2009, "Acceptance Sampling in Quality Control", chapter 5.
    /// </remarks>
    /// <param name="population">How many there are in all.</param>
    /// <param name="allowed">Share of bad ones that is allowed, strictly between 0 and 1.</param>
    /// <param name="confidence">Confidence of the bound.</param>
    /// <param name="chance">Chance of showing it, such as 0.9.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static int Plan(int population, double allowed, double confidence, double chance)
        => Needed(population, allowed, (int)(allowed * population / 2), confidence, chance);

    /// <summary>As <see cref="Plan"/>, where so many are bad.</summary>
    /// <param name="population">How many there are in all.</param>
    /// <param name="allowed">Share of bad ones that is allowed, strictly between 0 and 1.</param>
    /// <param name="bad">How many are thought to be bad.</param>
    /// <param name="confidence">Confidence of the bound.</param>
    /// <param name="chance">Chance of showing it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static int Needed(int population, double allowed, int bad, double confidence, double chance)
    {
        Check(0, 0, population, confidence);
        if (!(allowed > 0 && allowed < 1)) throw new ArgumentOutOfRangeException(nameof(allowed), allowed, "Must lie strictly between 0 and 1.");
        if (!(chance > 0 && chance < 1)) throw new ArgumentOutOfRangeException(nameof(chance), chance, "Must lie strictly between 0 and 1.");
        var tooMany = Math.Min((int)Math.Floor(allowed * population) + 1, population);
        var tolerated = -1;
        for (var sample = 1; sample < population; sample++)
        {
            // A larger sample tolerates no fewer.
            while (AtMost(tolerated + 1, sample, tooMany, population) <= 1 - confidence) tolerated++;
            if (tolerated >= 0 && AtMost(tolerated, sample, bad, population) >= chance) return sample;
        }

        return population;
    }

    /// <summary>The hypergeometric chance of at most so many bad ones in the sample.</summary>
    private static double AtMost(int count, int sample, int bad, int population)
    {
        if (count >= Math.Min(sample, bad)) return 1;
        var all = SpecialFunctions.BinomialLn(population, sample);
        var sum = 0.0;
        for (var found = Math.Max(0, sample - (population - bad)); found <= count; found++)
            sum += Math.Exp(SpecialFunctions.BinomialLn(bad, found) + SpecialFunctions.BinomialLn(population - bad, sample - found) - all);
        return Math.Min(sum, 1);
    }

    private static void Check(int bad, int sample, int population, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bad);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bad, sample);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sample, population);
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Must lie strictly between 0 and 1.");
    }
}
