namespace HybridAi.Learning.OffPolicy;

/// <summary>A bettor's capital, which overflows unless it is kept as a logarithm.</summary>
internal static class Capital
{
    private const double MostLog = 700;

    /// <summary>The capital, or the largest that is still a finite number.</summary>
    public static double OfLog(double log) => Math.Exp(Math.Min(log, MostLog));

    /// <summary>Logarithm of a capital that was shared out among several bets, from the logarithm of what each has made of its part.</summary>
    public static double LogOfSum(IReadOnlyCollection<double> logs)
    {
        var most = logs.Max();
        return most + Math.Log(logs.Sum(log => Math.Exp(log - most)));
    }
}
