using HybridAi.Learning.Statistics;

namespace HybridAi.Serve.Routing;

/// <summary>A route that was chosen.</summary>
/// <param name="Steps">The steps, the cheapest first; the reference is always the last.</param>
/// <param name="Evidence">How it was chosen and how it did.</param>
public sealed record RouteChoice(IReadOnlyList<ChosenStep> Steps, RouteEvidence Evidence);

/// <summary>One step of a chosen route.</summary>
/// <param name="Tier">The tier's name.</param>
/// <param name="Threshold">Least confidence that ends the walk; null on the last step.</param>
public sealed record ChosenStep(string Tier, double? Threshold);

/// <summary>
/// Chooses the thresholds of a route. Candidates are ordered without a look at who was right: by how many answers they change against the
/// reference and, among those, by cost. Along that order each candidate is tested for "at most the margin less accurate than the
/// reference", and the last one before the first failure is taken: tests in a fixed order need no correction for their number
/// (Angelopoulos et al. 2021, "Learn then Test", section 4, fixed-sequence testing).
/// </summary>
/// <remarks>Drawback: one unlucky step hides the cheaper candidates behind it, so savings are missed before a floor is.</remarks>
public static class RouteSearch
{
    private const string Method =
        "Thresholds chosen on held-out reviewed rows (Calibration), by fixed-sequence tests of accuracy against the reference with a betting bound for "
        + "paired differences, and judged once on Test. It holds for inputs like those rows. It is a threshold chosen on held-out rows and not yet a "
        + "certificate: the candidates are made from the confidences of the same rows, and neither drift nor mistakes of the reviewers are covered.";

    /// <summary>Chooses the cheapest route that is shown to hold the floor; the reference alone where none is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no tier.</exception>
    public static RouteChoice Choose(RouteRows rows, RouteSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.Tiers.Count, nameof(rows));
        var calibration = Shuffled(rows.Calibration, settings.Seed);
        IReadOnlyList<CascadeStep> chosen = [new(rows.Tiers.Count - 1, null)];
        foreach (var candidate in CandidateRoutes.InOrder(new AnswerSheet(calibration, rows.Tiers.Count)))
        {
            if (!PairedBound.Above(-settings.Margin, RouteJudge.Differences(candidate, calibration), settings.Confidence)) break;
            chosen = candidate;
        }

        var test = RouteJudge.Judge(chosen, rows.Tiers, Shuffled(rows.Test, settings.Seed), settings);
        List<string> notes = RouteNotes.About(rows);
        if (calibration.Count > 0 && chosen.Count == 1) notes.Add(RouteNotes.ReferenceOnly(calibration.Count, settings));
        if (test?.Accuracy < test?.Floor) notes.Add(RouteNotes.BelowFloorOnTest(test));
        return new(
            [.. chosen.Select(step => new ChosenStep(rows.Tiers[step.Tier], step.Threshold))],
            new(Method, settings.Margin, settings.Confidence, RouteJudge.Judge(chosen, rows.Tiers, calibration, settings), test, notes));
    }

    private static List<RouteRow> Shuffled(IReadOnlyList<RouteRow> rows, int seed)
    {
        // From one order whatever order they came in, so that the same rows and seed choose the same route.
        var order = rows.OrderBy(row => row.RecordId, StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(order);
        return [.. order];
    }
}
