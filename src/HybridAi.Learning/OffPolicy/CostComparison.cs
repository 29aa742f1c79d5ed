namespace HybridAi.Learning.OffPolicy;

/// <summary>What a challenger saves per request, over all requests, in USD.</summary>
/// <param name="Requests">Requests on which both were considered.</param>
/// <param name="SavingUsd">The champion's cost less the challenger's, paired by request; those on which both do the same save nothing.</param>
/// <param name="Lower">Lower end of the interval; below 0 where it may cost more.</param>
/// <param name="Upper">Upper end of the interval.</param>
/// <param name="Confidence">Confidence that the interval holds at every look, however often one looks.</param>
public sealed record CostComparison(int Requests, double SavingUsd, double Lower, double Upper, double Confidence)
{
    /// <summary>Compares.</summary>
    /// <remarks>
    /// <see cref="BettingBounds.Anytime"/> on paired differences, audited ones divided by the audit share. As in <see cref="PairedComparison"/>,
    /// what is expected of a request must not drift.
    /// </remarks>
    /// <param name="rows">The rows; none say nothing.</param>
    /// <param name="settings">Settings.</param>
    /// <exception cref="ArgumentException">A setting or a cost is out of range.</exception>
    public static CostComparison Of(IReadOnlyList<InterleavedRow> rows, ComparisonSettings settings)
    {
        settings.Validate();
        var highest = settings.HighestCostUsd;
        foreach (var pair in rows.Select(row => row.Judged).OfType<JudgedPair>())
            if (!(pair.ChampionCostUsd >= 0 && pair.ChampionCostUsd <= highest && pair.ChallengerCostUsd >= 0 && pair.ChallengerCostUsd <= highest))
                throw new ArgumentException($"Costs of {pair.ChampionCostUsd} and {pair.ChallengerCostUsd} USD are not between 0 and {highest}.");
        if (rows.Count == 0) return new(0, 0, -highest, highest, settings.Confidence);

        var equation = PairedDifferences.Equation(
            EquationRow.Counted(rows.Select(row => (SavingOf(row.Judged) / highest / settings.AuditShare, 1.0))), settings.AuditShare);
        var (lower, upper) = equation.Interval(BettingBounds.Anytime(settings.Confidence));
        return new(rows.Count, equation.Solution * highest, lower * highest, upper * highest, settings.Confidence);
    }

    private static double SavingOf(JudgedPair? pair) => pair is null ? 0 : pair.ChampionCostUsd - pair.ChallengerCostUsd;
}
