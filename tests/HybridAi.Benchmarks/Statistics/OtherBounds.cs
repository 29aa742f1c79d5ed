using HybridAi.Learning.Statistics;
using MathNet.Numerics;

namespace HybridAi.Benchmarks.Statistics;

/// <summary>Valid ways to show that a mean paired difference is above -margin that the product does not use, because others show more.</summary>
internal static class OtherBounds
{
    /// <summary>
    /// The p-value of Hoeffding and Bentkus for losses in [0, 1]: (1 - difference) / 2, whose mean is claimed to be at least (1 + margin) / 2.
    /// Bates, Angelopoulos, Lei, Malik and Jordan 2021, "Distribution-free, risk-controlling prediction sets".
    /// </summary>
    public static double HoeffdingBentkus(PairedDifferences seen, double margin)
    {
        var (claim, loss) = ((1 + margin) / 2, (1 - seen.Mean) / 2);
        var least = Math.Min(loss, claim);
        var hoeffding = Math.Exp(-seen.Rows * (Part(least, claim) + Part(1 - least, 1 - claim)));
        var atMost = (int)Math.Ceiling(seen.Rows * loss - 1e-9);
        var bentkus = atMost >= seen.Rows ? 1 : Math.E * SpecialFunctions.BetaRegularized(seen.Rows - atMost, atMost + 1, 1 - claim);
        return Math.Min(1, Math.Min(hoeffding, bentkus));

        static double Part(double share, double claimed) => share == 0 ? 0 : share * Math.Log(share / claimed);
    }

    /// <summary>Lower limit of the wins less upper limit of the losses, each at half the error (Bonferroni).</summary>
    public static double TwoLimits(PairedDifferences seen, double confidence)
        => ClopperPearson.Lower(seen.Wins, seen.Rows, (1 + confidence) / 2) - ClopperPearson.Upper(seen.Losses, seen.Rows, (1 + confidence) / 2);
}
