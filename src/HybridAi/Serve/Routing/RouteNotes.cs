using System.Globalization;
using HybridAi.Learning.Statistics;

namespace HybridAi.Serve.Routing;

/// <summary>What a careful reader of a route's evidence must know, in sentences.</summary>
internal static class RouteNotes
{
    /// <summary>What the rows alone tell.</summary>
    public static List<string> About(RouteRows rows)
    {
        var notes = new List<string>();
        if (rows.Test.Count == 0) notes.Add("There are no reviewed Test rows: the choice was not judged on rows of its own.");
        if (rows.Calibration.Count > 0) notes.AddRange(Enumerable.Range(0, rows.Tiers.Count).SelectMany(tier => AboutTier(rows, tier)));
        else notes.Add($"There are no reviewed Calibration rows: everything goes to {rows.Reference} until some are reviewed.");
        return notes;
    }

    /// <summary>Why the reference alone was chosen.</summary>
    public static string ReferenceOnly(int rows, RouteSettings settings)
    {
        var asked = $"a margin of {Percent(settings.Margin)} at {Percent(settings.Confidence)} confidence";
        var least = LeastRows(settings);
        return rows < least
            ? $"Only {rows} reviewed Calibration rows: about {least} are the least that can show {asked}, and only if no answer differs. "
              + "Everything goes to the reference."
            : $"On {rows} Calibration rows no cheaper route was shown to hold {asked}. Everything goes to the reference; more reviewed rows or a wider "
              + "margin may change that.";
    }

    /// <summary>What it means that the test disagrees with the choice.</summary>
    public static string BelowFloorOnTest(RouteJudgement test)
        => $"On Test the route is right on {Percent(test.Accuracy)}, below its floor of {Percent(test.Floor)}: with {test.Rows} rows that may be chance. "
           + "It was not chosen again for it, or Test would have been used to choose.";

    private static IEnumerable<string> AboutTier(RouteRows rows, int tier)
    {
        var (name, all) = (rows.Tiers[tier], rows.Calibration.Count);
        var failed = rows.Calibration.Count(row => row.Answers[tier].Label is null);
        if (failed > 0) yield return $"{name} gave no answer on {failed} of {all} Calibration rows; a route passes such inputs on.";

        var unpriced = rows.Calibration.Count(row => row.Answers[tier].CostUsd is null);
        if (unpriced == all) yield return $"The price of {name} is unknown: the route keeps as many inputs as it may away from {rows.Reference}, and no saving is stated.";
        else if (unpriced > 0) yield return $"The cost of {name} is unknown on {unpriced} rows: costs that include them are not stated.";

        var (own, reference) = (Accuracy(rows, tier), Accuracy(rows, rows.Tiers.Count - 1));
        if (own > reference)
        {
            yield return $"{name} alone is right on {Percent(own)} of the Calibration rows, the reference {rows.Reference} on {Percent(reference)}: "
                + $"consider {name} as the reference, which would also raise the floor.";
        }
    }

    // Asked of the bound itself, with rows on which no answer differs; found to within a twentieth.
    private static int LeastRows(RouteSettings settings)
    {
        var rows = 1;
        while (rows < 1_000_000 && !PairedBound.Above(-settings.Margin, new sbyte[rows], settings.Confidence)) rows += Math.Max(1, rows / 20);
        return rows;
    }

    private static double Accuracy(RouteRows rows, int tier) => rows.Calibration.Average(row => row.Answers[tier].Label == row.Gold ? 1.0 : 0);

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
