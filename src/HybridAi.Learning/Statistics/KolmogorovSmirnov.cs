namespace HybridAi.Learning.Statistics;

/// <summary>Whether two samples come from one distribution, whatever that is: the two-sample test of Kolmogorov and Smirnov.</summary>
/// <remarks>
/// The p-value is the limit for large samples with the correction of Stephens 1970, "Use of the Kolmogorov-Smirnov, Cramér-von Mises and related
/// statistics without extensive tables", JRSS B 32: good from about four values each. Ties make it too large, never too small (Noether 1963).
/// It is meant for one look; whoever looks again and again should ask for a smaller level.
/// </remarks>
public static class KolmogorovSmirnov
{
    /// <summary>The largest distance between the two cumulated distributions, 0 to 1.</summary>
    /// <param name="one">One sample, in any order.</param>
    /// <param name="other">The other sample.</param>
    /// <exception cref="ArgumentException">A sample is empty or holds what is no number.</exception>
    public static double Distance(IReadOnlyCollection<double> one, IReadOnlyCollection<double> other)
    {
        var (left, right) = (Sorted(one, nameof(one)), Sorted(other, nameof(other)));
        var (i, j, distance) = (0, 0, 0.0);
        while (i < left.Length && j < right.Length)
        {
            var value = Math.Min(left[i], right[j]);
            while (i < left.Length && left[i] <= value) i++;
            while (j < right.Length && right[j] <= value) j++;
            distance = Math.Max(distance, Math.Abs(i / (double)left.Length - j / (double)right.Length));
        }

        return distance;
    }

    /// <summary>How likely such a distance or a larger one is if both samples come from one distribution.</summary>
    /// <param name="one">One sample, in any order.</param>
    /// <param name="other">The other sample.</param>
    /// <exception cref="ArgumentException">A sample is empty or holds what is no number.</exception>
    public static double PValue(IReadOnlyCollection<double> one, IReadOnlyCollection<double> other)
    {
        var distance = Distance(one, other);
        var root = Math.Sqrt((double)one.Count * other.Count / (one.Count + other.Count));
        return Tail((root + 0.12 + 0.11 / root) * distance);
    }

    /// <summary>Chance that the limit of the scaled distance is above a value: Kolmogorov's alternating series.</summary>
    private static double Tail(double scaled)
    {
        // Below this the chance is 1 to more than ten digits, and the series converges slowly.
        if (scaled < 0.2) return 1;
        var sum = 0.0;
        for (var term = 1; term <= 100; term++)
        {
            var next = Math.Exp(-2 * term * term * scaled * scaled);
            sum += term % 2 == 1 ? next : -next;
            if (next < 1e-16) break;
        }

        return Math.Clamp(2 * sum, 0, 1);
    }

    private static double[] Sorted(IReadOnlyCollection<double> sample, string name)
    {
        if (sample.Count == 0) throw new ArgumentException("A sample is empty.", name);
        if (sample.Any(double.IsNaN)) throw new ArgumentException("A sample holds what is no number.", name);
        return [.. sample.Order()];
    }
}
