namespace HybridAi.Learning.Statistics;

/// <summary>
/// A lower confidence bound for the mean of paired differences (1: only the route was right, -1: only the reference was, 0: no difference),
/// valid for every number of rows. It bets against the claim that the mean is no greater than a given value: the capital of a bettor who can't
/// look ahead exceeds 1/α with probability at most α if the claim is true.
/// </summary>
/// <remarks>
/// Waudby-Smith and Ramdas 2024, "Estimating means of bounded random variables by betting", section 4 (predictable plug-in bets). Rows must be
/// independent of each other, in an order that does not depend on who was right.
/// </remarks>
public static class PairedBound
{
    private const double LargestShareAtStake = 0.9;
    private const int Steps = 2_000;

    /// <summary>Whether the differences show, with this one-sided confidence, that their mean is above <paramref name="mean"/>.</summary>
    public static bool Above(double mean, IReadOnlyList<sbyte> differences, double confidence)
    {
        // On the unit interval: 0, 1/2 and 1 instead of -1, 0 and 1.
        var claim = (mean + 1) / 2;
        if (claim <= 0) return true;
        var goal = Math.Log(1 / (1 - confidence));
        double sum = 0.5, squares = 0.25, capital = 0;
        for (var i = 0; i < differences.Count; i++)
        {
            var variance = squares / (i + 1);
            var bet = Math.Min(Math.Sqrt(2 * goal / (differences.Count * variance)), LargestShareAtStake / claim);
            var value = (differences[i] + 1) / 2.0;
            capital += Math.Log(1 + bet * (value - claim));
            if (capital >= goal) return true;
            sum += value;
            var centred = value - sum / (i + 2);
            squares += centred * centred;
        }

        return false;
    }

    /// <summary>The bound, to three digits and never too high; -1 when nothing can be said.</summary>
    public static double Lower(IReadOnlyList<sbyte> differences, double confidence)
    {
        // Every factor of the capital falls when the claimed mean rises, so halving finds the last claim that is refuted.
        int shown = 0, open = Steps + 1;
        while (open - shown > 1)
        {
            var middle = (shown + open) / 2;
            if (Above(MeanAt(middle), differences, confidence)) shown = middle;
            else open = middle;
        }

        return MeanAt(shown);
    }

    private static double MeanAt(int step) => Math.Round(-1 + step * 2.0 / Steps, 3);
}
