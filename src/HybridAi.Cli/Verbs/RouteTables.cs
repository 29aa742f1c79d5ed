using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Serve.Routing;

namespace HybridAi.Cli.Verbs;

/// <summary>A route and what stands behind it, as tables.</summary>
internal static class RouteTables
{
    // Of the family's many places these many tell the shape of the front; all of them stand in the JSON.
    private const int MostPlaces = 16;

    public static void Show(Route route)
    {
        Output.Line($"{route.Hash()[..12]}  {route}   (reference {route.Reference.Tier}, margin {Output.Percent(route.Evidence.Certificate.Margin)})");
        Output.Table("On reviewed rows", ["", "rows", "accuracy", "reference", "floor", "shares", "cost per 1,000", "reference's"],
        [
            .. Judgement("chosen on", route.Evidence.Calibration),
            .. Judgement("judged on", route.Evidence.Test),
        ]);
        Show(route.Evidence.Certificate);
        foreach (var note in route.Evidence.Notes) Output.Line($"note: {note}");
    }

    public static void Show(RouteCertificate certificate)
    {
        Output.Line($"{Name(certificate.State)}: {certificate.Reason}");
        Output.Line(certificate.Method);
        if (certificate.Slices.Count == 0) return;
        Output.Table("Protected slices", ["slice", "rows", "difference", "at least", "held", "rows that would do"], certificate.Slices.Select(slice => (string[])
        [
            slice.Slice, Output.Count(slice.Rows), Signed(slice.Difference), Signed(slice.DifferenceAtLeast), slice.Held ? "yes" : "no",
            slice.RowsNeeded is { } needed ? Output.Count(needed) : "",
        ]));
    }

    public static void Front(IReadOnlyList<FrontPoint> front)
    {
        if (front.Count == 0) return;
        Output.Table(
            "To choose from, from safe to cheap",
            ["place", "tiers", "accuracy", "difference", "of the reference's cost", "cost per 1,000", "p95 ms", "certified", "chosen"],
            Some(front).Select(point => (string[])
            [
                point.Place.ToString(CultureInfo.InvariantCulture), string.Join(", ", point.Tiers), Output.Percent(point.Accuracy), Signed(point.Difference),
                Output.Percent(point.CostShare), Output.Money(point.CostPer1000Usd), point.LatencyP95Ms?.ToString("0", CultureInfo.InvariantCulture) ?? "not measured",
                point.Certified ? "yes" : "no", point.Chosen ? "this one" : "",
            ]));
    }

    public static string Name(CertificateState state) => state switch
    {
        CertificateState.Certified => "certified",
        CertificateState.NotEnoughData => "not enough data",
        _ => "refused",
    };

    // The chosen one and the ends always; of the others evenly many.
    private static IEnumerable<FrontPoint> Some(IReadOnlyList<FrontPoint> all)
    {
        // Neighbours of one outcome are one policy to whoever reads.
        var front = all.OrderByDescending(point => point.Chosen).DistinctBy(point => (string.Join(' ', point.Tiers), point.Accuracy, point.CostShare, point.Certified))
            .OrderBy(point => point.Place).ToList();
        var step = Math.Max(1, (front.Count - 1) / (double)(MostPlaces - 1));
        var places = Enumerable.Range(0, Math.Min(front.Count, MostPlaces)).Select(i => (int)Math.Round(i * step)).ToHashSet();
        return front.Where((point, i) => point.Chosen || places.Contains(i));
    }

    private static string Signed(double share) => (share >= 0 ? "+" : "") + Output.Percent(share);

    private static IEnumerable<string[]> Judgement(string name, RouteJudgement? judgement)
    {
        if (judgement is null) return [];
        var shares = string.Join(", ", judgement.Shares.Select(share => $"{share.Key} {Output.Percent(share.Value)}"));
        return
        [
            [
                name, Output.Count(judgement.Rows), Output.Percent(judgement.Accuracy), Output.Percent(judgement.ReferenceAccuracy), Output.Percent(judgement.Floor),
                shares, Output.Money(judgement.CostPer1000Usd), Output.Money(judgement.ReferenceCostPer1000Usd),
            ],
        ];
    }
}
