using System.Globalization;
using HybridAi.Learning.Routing;
using HybridAi.Learning.Statistics;

namespace HybridAi.Serve.Routing;

/// <summary>What a careful reader of a route's evidence must know, in sentences.</summary>
internal static class RouteNotes
{
    /// <summary>What the rows alone tell.</summary>
    public static List<string> About(RouteRows rows, RouteLayout layout, RouteSettings settings)
    {
        var notes = new List<string>();
        if (rows.Test.Count == 0) notes.Add("There are no reviewed Test rows: the choice was not judged on rows of its own.");
        if (rows.Calibration.Count > 0) notes.AddRange(Enumerable.Range(0, rows.Tiers.Count).SelectMany(tier => AboutTier(rows, layout, tier)));
        else notes.Add($"There are no reviewed Calibration rows: everything goes to {rows.Tiers[rows.Reference]} until some are reviewed.");
        if (MatchedPairsTest.LeastRows(settings.Margin, settings.Confidence) is { } least && least > rows.Calibration.Count && rows.Calibration.Count > 0)
        {
            notes.Add(
                $"Only {rows.Calibration.Count} reviewed Calibration rows: {least} are the least that can show a margin of {Percent(settings.Margin)} at "
                + $"{Percent(settings.Confidence)} confidence, and only if no answer differs.");
        }

        if (rows.Calibration.Select(row => row.Gold).Distinct().Take(2).Count() == 1) notes.Add($"All reviewed rows have one label, {rows.Calibration[0].Gold}: nothing tells right from wrong.");
        return [.. notes, .. Twins(rows)];
    }

    /// <summary>What it means that the test disagrees with the choice.</summary>
    public static string BelowFloorOnTest(RouteJudgement test)
        => $"On Test the route is right on {Percent(test.Accuracy)}, below its floor of {Percent(test.Floor)}: with {test.Rows} rows that may be chance. "
           + "It was not chosen again for it, or Test would have been used to choose.";

    /// <summary>Why nothing cheaper than the reference was looked at.</summary>
    public static string NothingToLearn(RouteRows rows, RouteSettings settings) => rows.Tiers.Count == 1
        ? "There is one tier: it answers everything."
        : $"{rows.Calibration.Count} reviewed Calibration rows are too few to learn from"
          + (MatchedPairsTest.LeastRows(settings.Margin, settings.Confidence) is { } least ? $": at least {least} are needed to show a margin of {Percent(settings.Margin)}." : ".")
          + " Everything goes to the reference.";

    /// <summary>Why nothing is taken although something was shown.</summary>
    public static string OverBudget(PolicyFamily family, IReadOnlyList<int> shown, RouteSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"The cheapest policy that is shown to hold the floor costs ${shown.Min(family.CostOf):0.######} an input, more than the budget of ${settings.BudgetUsd:0.######}.");

    private static IEnumerable<string> AboutTier(RouteRows rows, RouteLayout layout, int tier)
    {
        var (name, all, reference) = (rows.Tiers[tier], rows.Calibration.Count, rows.Tiers[rows.Reference]);
        var failed = rows.Calibration.Count(row => row.Answers[tier] is { Label: null, Chances: null });
        if (failed > 0 && rows.Student?.Tier != tier) yield return $"{name} gave no answer on {failed} of {all} Calibration rows; a route passes such inputs on.";
        var strange = rows.Calibration.Count(row => row.Answers[tier].Label is { } label && layout.IndexOf(label) < 0);
        if (strange > 0) yield return $"{name} gave an answer outside the list of labels on {strange} of {all} Calibration rows; it counts as none.";

        var unpriced = rows.Calibration.Count(row => row.Answers[tier].CostUsd is null);
        if (unpriced == all) yield return $"The price of {name} is unknown: the route keeps as many inputs as it may away from {reference}, and no saving is stated.";
        else if (unpriced > 0) yield return $"The cost of {name} is unknown on {unpriced} rows: its mean stands in for them, and costs that include them are not stated.";

        if (rows.Student?.Tier == tier) yield break;
        var (own, ofReference) = (Accuracy(rows, layout, tier), Accuracy(rows, layout, rows.Reference));
        if (own > ofReference)
        {
            yield return $"{name} alone is right on {Percent(own)} of the Calibration rows, the reference {reference} on {Percent(ofReference)}: "
                + $"consider {name} as the reference, which would also raise the floor.";
        }
    }

    private static IEnumerable<string> Twins(RouteRows rows)
    {
        for (var one = 0; one < rows.Tiers.Count && rows.Calibration.Count > 0; one++)
        {
            for (var other = one + 1; other < rows.Tiers.Count; other++)
            {
                if (rows.Student?.Tier != one && rows.Student?.Tier != other && rows.Calibration.All(row => row.Answers[one].Label == row.Answers[other].Label))
                    yield return $"{rows.Tiers[one]} and {rows.Tiers[other]} answer alike on every Calibration row: one of them would do.";
            }
        }
    }

    private static double Accuracy(RouteRows rows, RouteLayout layout, int tier)
        => rows.Calibration.Average(row => layout.IsRight(row, tier) ? 1.0 : 0);

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
