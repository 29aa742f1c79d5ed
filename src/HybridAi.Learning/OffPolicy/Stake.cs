namespace HybridAi.Learning.OffPolicy;

/// <summary>A part of a bettor's capital, and what it is bet with.</summary>
/// <param name="Part">Share of the capital at the beginning.</param>
/// <param name="Size">Size of its bets.</param>
internal readonly record struct Stake(double Part, double Size)
{
    /// <summary>Sizes a factor of two apart, the capital shared out in proportion to one by the number of factors from the first guess, plus one.</summary>
    /// <param name="guess">The size that would be best by what is known beforehand.</param>
    /// <param name="smallest">Factors of two down to the smallest.</param>
    /// <param name="largest">Factors of two up to the largest.</param>
    public static IReadOnlyList<Stake> Around(double guess, int smallest, int largest)
    {
        var powers = Enumerable.Range(-smallest, smallest + largest + 1).ToList();
        var whole = powers.Sum(Say);
        return powers.ConvertAll(power => new Stake(Say(power) / whole, guess * Math.Pow(2, power)));

        static double Say(int power) => 1.0 / (1 + Math.Abs(power));
    }
}
