using System.Globalization;

namespace HybridAi.Serve.Routing;

/// <summary>What a careful reader of a route's evidence must know, in sentences.</summary>
internal static class RouteNotes
{
    /// <summary>What the rows alone tell.</summary>
    public static List<string> About(RouteRows rows, RouteSettings settings)
    {
        var notes = new List<string>();
        if (rows.Calibration.Count == 0) notes.Add($"There are no reviewed Calibration rows: everything goes to {rows.Reference} until some are reviewed.");
        if (rows.Test.Count == 0) notes.Add("There are no reviewed Test rows: the choice was not judged on rows of its own.");
        if (rows.Calibration.Count == 0) return notes;

        var reference = Accuracy(rows, rows.Tiers.Count - 1);
        for (var tier = 0; tier < rows.Tiers.Count; tier++)
        {
            var name = rows.Tiers[tier];
            var failed = rows.Calibration.Count(row => row.Answers[tier].Label is null);
            if (failed > 0) notes.Add($"{name} gave no answer on {failed} of {rows.Calibration.Count} Calibration rows; a route passes such inputs on.");
            var unpriced = rows.Calibration.Count(row => row.Answers[tier].CostUsd is null);
            if (unpriced == rows.Calibration.Count) notes.Add($"The price of {name} is unknown: the route keeps as many inputs as it may away from {rows.Reference}, and no saving is stated.");
            else if (unpriced > 0) notes.Add($"The cost of {name} is unknown on {unpriced} rows: costs that include them are not stated.");
            if (tier < rows.Tiers.Count - 1 && Accuracy(rows, tier) > reference)
                notes.Add($"{name} alone is right on {Percent(Accuracy(rows, tier))} of the Calibration rows, the reference {rows.Reference} on {Percent(reference)}: consider {name} as the reference, which would also raise the floor.");
        }

        return notes;
    }

    /// <summary>Why the reference alone was chosen.</summary>
    public static string ReferenceOnly(int rows, RouteSettings settings)
    {
        var least = LeastRows(settings);
        return rows < least
            ? $"Only {rows} reviewed Calibration rows: about {least} are the least that can show a margin of {Percent(settings.Margin)} at {Percent(settings.Confidence)} confidence, and only if no answer differs. Everything goes to the reference."
            : $"No cheaper route was shown to be within {Percent(settings.Margin)} of the reference at {Percent(settings.Confidence)} confidence on {rows} Calibration rows. Everything goes to the reference; more reviewed rows or a wider margin may change that.";
    }

    /// <summary>What it means that the test disagrees with the choice.</summary>
    public static string BelowFloorOnTest(RouteJudgement test)
        => $"On Test the route is right on {Percent(test.Accuracy)}, below its floor of {Percent(test.Floor)}: with {test.Rows} rows that may be chance. It was not chosen again for it, or Test would have been used to choose.";

    // With not one differing answer the largest bet grows by this factor a row, and must reach 1/(1 - confidence).
    private static int LeastRows(RouteSettings settings)
    {
        var rows = 1;
        while (rows < 1_000_000 && !PairedBound.Above(-settings.Margin, new sbyte[rows], settings.Confidence)) rows += Math.Max(1, rows / 20);
        return rows;
    }

    private static double Accuracy(RouteRows rows, int tier) => rows.Calibration.Average(row => row.Answers[tier].Label == row.Gold ? 1.0 : 0);

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
