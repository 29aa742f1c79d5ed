using MathNet.Numerics.Distributions;

namespace HybridAi.Serve.Reporting;

/// <summary>
/// What the reference would have cost by the audits, which hear it on predictions that chance picked: their mean cost, times the compared predictions, with
/// Student's interval of the mean.
/// </summary>
/// <remarks>
/// Drawback: a price that changed within the period is averaged, and prices far out in a long tail need more than the least number of audits for the interval
/// to be as sure as it says.
/// </remarks>
/// <param name="Audits">Audits whose reference has a known cost.</param>
/// <param name="ReferenceCostUsd">What everything to the reference would have cost.</param>
/// <param name="ReferenceLowerUsd">Lower end of its interval.</param>
/// <param name="ReferenceUpperUsd">Upper end.</param>
/// <param name="SavedUsd">That less what the compared predictions cost; below zero: a loss.</param>
/// <param name="SavedLowerUsd">Lower end of its interval.</param>
/// <param name="SavedUpperUsd">Upper end.</param>
/// <param name="Confidence">Confidence of both intervals.</param>
public sealed record AuditedSaving(
    int Audits, decimal ReferenceCostUsd, decimal ReferenceLowerUsd, decimal ReferenceUpperUsd, decimal SavedUsd, decimal SavedLowerUsd, decimal SavedUpperUsd,
    double Confidence)
{
    /// <summary>With fewer audits nothing is said.</summary>
    public const int Fewest = 30;

    private const double Sure = 0.95;

    /// <summary>The estimate, or null with too few audits or nothing compared.</summary>
    /// <param name="costs">What the reference cost, by audit, in US dollars.</param>
    /// <param name="compared">So many predictions are compared.</param>
    /// <param name="costUsd">What these cost; null where unknown.</param>
    internal static AuditedSaving? Of(IReadOnlyList<decimal> costs, long compared, decimal? costUsd)
    {
        if (costs.Count < Fewest || compared == 0 || costUsd is not { } cost) return null;
        var mean = costs.Average();
        var variance = costs.Sum(one => (double)(one - mean) * (double)(one - mean)) / (costs.Count - 1);
        var reach = (decimal)(StudentT.InvCDF(0, 1, costs.Count - 1, (1 + Sure) / 2) * Math.Sqrt(variance / costs.Count)) * compared;
        var reference = mean * compared;
        var lower = Math.Max(0, reference - reach);
        return new(
            costs.Count, Rounded(reference), Rounded(lower), Rounded(reference + reach), Rounded(reference - cost), Rounded(lower - cost), Rounded(reference + reach - cost), Sure);
    }

    // A millionth of a dollar: what lies below is less than the interval knows.
    private static decimal Rounded(decimal usd) => Math.Round(usd, 6);
}
