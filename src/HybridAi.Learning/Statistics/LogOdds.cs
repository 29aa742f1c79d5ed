namespace HybridAi.Learning.Statistics;

/// <summary>The scale on which evidence adds up.</summary>
internal static class LogOdds
{
    private const double Floor = 1e-4;
    private const double Most = 8;
    private const double Sure = 0.02;

    /// <summary>The normalised margin turned against the label: ln of the likeliest other label's probability over the label's own.</summary>
    public static double Against(ReadOnlySpan<float> probabilities, int label)
    {
        var other = 0f;
        for (var k = 0; k < probabilities.Length; k++)
            if (k != label)
                other = MathF.Max(other, probabilities[k]);
        return Math.Clamp(Math.Log((other + Floor) / (probabilities[label] + Floor)), -Most, Most);
    }

    /// <summary>ln p / (1 − p), with p kept off 0 and 1 by <paramref name="edge"/>.</summary>
    public static double Of(double probability, double edge = Sure)
    {
        var p = Math.Clamp(probability, edge, 1 - edge);
        return Math.Log(p / (1 - p));
    }

    /// <summary>The probability at these log odds.</summary>
    public static double Probability(double logOdds) => logOdds >= 0 ? 1 / (1 + Math.Exp(-logOdds)) : Math.Exp(logOdds) / (1 + Math.Exp(logOdds));
}
