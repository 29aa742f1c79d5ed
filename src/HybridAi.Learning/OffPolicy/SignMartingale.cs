using MathNet.Numerics;

namespace HybridAi.Learning.OffPolicy;

/// <summary>
/// A bettor's capital against "heads are no more likely than tails", who bets by every chance of heads above 1/2 alike. While that is true it
/// never exceeds 1/α with a chance of more than α, however often one looks.
/// </summary>
/// <remarks>
/// Robbins 1970, "Statistical methods related to the law of the iterated logarithm", Annals of Mathematical Statistics 41 (mixtures); Ville 1939,
/// "Étude critique de la notion de collectif" (the inequality); the mixture over (1/2, 1] in closed form by the incomplete beta function.
/// </remarks>
public static class SignMartingale
{
    /// <summary>Natural logarithm of the capital that began with 1.</summary>
    /// <param name="heads">Times that it came out for.</param>
    /// <param name="tails">Times that it came out against.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static double LogCapital(int heads, int tails)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(heads);
        ArgumentOutOfRangeException.ThrowIfNegative(tails);
        // The chance that heads are the likelier ones under a flat prior, by symmetry of the incomplete beta function: exact where it is small.
        var likelier = SpecialFunctions.BetaRegularized(tails + 1.0, heads + 1.0, 0.5);
        return (heads + tails + 1) * Math.Log(2) + SpecialFunctions.BetaLn(heads + 1.0, tails + 1.0) + Math.Log(likelier);
    }
}
