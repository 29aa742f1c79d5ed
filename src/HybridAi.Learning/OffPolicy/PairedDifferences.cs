namespace HybridAi.Learning.OffPolicy;

/// <summary>Differences between two policies on the same requests, in [−1, 1], those that were audited divided by the audit share.</summary>
internal static class PairedDifferences
{
    /// <summary>The equation whose solution is the mean difference over all requests.</summary>
    public static EstimatingEquation Equation(EquationRow[] rows, double auditShare)
    {
        var most = 1 / auditShare;
        return new(rows, value => (-most - value, most - value), -1, 1, varianceGuess: 1);
    }
}
