using HybridAi.Learning.Routing;

namespace HybridAi.Serve.Routing;

/// <summary>A route that was chosen.</summary>
/// <param name="Tiers">Indices of its tiers in the order in which they are asked.</param>
/// <param name="Policy">What is asked next and what is believed, over these tiers numbered from 0.</param>
/// <param name="Labels">The labels that the policy numbers.</param>
/// <param name="Evidence">How it was chosen and how it did.</param>
public sealed record RouteChoice(IReadOnlyList<int> Tiers, RoutePolicy Policy, IReadOnlyList<string> Labels, RouteEvidence Evidence);

/// <summary>
/// Chooses a route: learns an ordered family of policies, shows which of them hold the floor, and takes the cheapest; the reference alone where none does.
/// </summary>
public static class RouteSearch
{
    // Below this nothing can be learned, whatever the margin.
    private const int LeastRows = 20;

    /// <summary>Chooses the route.</summary>
    /// <param name="rows">The tiers and what they answered.</param>
    /// <param name="settings">What the route must hold.</param>
    /// <param name="progress">Told how much is done, 0 to 1.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no tier.</exception>
    public static RouteChoice Choose(RouteRows rows, RouteSettings settings, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.Tiers.Count, nameof(rows));
        var layout = RouteLayout.Of(rows, settings.Tolerance);
        var judge = new RouteJudge(layout, settings);
        var notes = RouteNotes.About(rows, layout, settings);
        if (rows.Calibration.Count < LeastRows || rows.Tiers.Count == 1) return ReferenceAlone(RouteCertificate.Nothing(settings, RouteNotes.NothingToLearn(rows, settings)), [], notes);

        var folds = rows.Student?.Folds ?? RowFolds.Deal([.. rows.Calibration.Select(row => row.Text)], settings.Seed, settings.Showing);
        var routing = layout.ToRoutingRows(folds);
        var latency = new RouteLatency(routing, settings.MaxLatencyMs);
        var family = PolicyFamily.Make(routing, layout.Reference, settings.Showing, null, progress, cancellation);
        // Where every policy is too slow by the way, those that can't be too slow are still to be had.
        if (!Enumerable.Range(0, PolicyFamily.Places).Any(place => latency.Keeps(family, place)))
            family = PolicyFamily.Make(routing, layout.Reference, settings.Showing, latency.Keeps, progress, cancellation);
        var price = routing.Price(layout.Reference);
        var certifier = new RouteCertifier(family, [.. rows.Calibration.Select(row => layout.IsRight(row, rows.Reference))], price, rows.Calibration, settings);
        int[] cheaper = [.. Enumerable.Range(0, PolicyFamily.Places).Where(place => family.CostOf(place) < price && latency.Keeps(family, place))];
        var (shown, cheapest) = certifier.Test(cheaper);
        var spending = RouteSpending.Of(family, shown, cheapest, settings.BudgetUsd);
        var front = FrontPoints.Of(family, layout, latency, shown, spending?.Main ?? -1);
        if (spending is null)
        {
            var nearest = cheaper.Length == 0 ? RouteCertificate.Nothing(settings, "No set of tiers is both cheaper than the reference and fast enough.")
                : shown.Count > 0 ? certifier.Certify(shown[^1]) with { State = CertificateState.Refused, Reason = RouteNotes.OverBudget(family, shown, settings) }
                : certifier.Refuse(cheaper);
            return ReferenceAlone(nearest, front, notes);
        }

        var (tiers, policy) = spending.Policy(family);
        RouteRow[] judged = [.. family.Judged.Select(row => rows.Calibration[row])];
        var test = judge.Judge(family.Policy(spending.Main), rows.Test);
        if (test?.Accuracy < test?.Floor) notes.Add(RouteNotes.BelowFloorOnTest(test));
        return new(
            [.. tiers.Select(place => layout.Order[place])], policy, layout.Labels,
            new(certifier.Certify(spending.Main), front, judge.Judge(family.Outcomes[spending.Main], judged), test, notes));

        RouteChoice ReferenceAlone(RouteCertificate certificate, IReadOnlyList<FrontPoint> points, List<string> notes) => new(
            [rows.Reference], new(RoutingPolicy.Alone(layout.Space)), layout.Labels,
            new(certificate, points, judge.Judge(Alone(rows.Calibration), rows.Calibration), judge.Judge(Alone(rows.Test), rows.Test), notes));

        PolicyOutcome[] Alone(IReadOnlyList<RouteRow> some) => [.. some.Select(row => new PolicyOutcome(
            new(layout.IndexOf(row.Answers[rows.Reference].Label), 0), layout.IsRight(row, rows.Reference), 0, 1 << layout.Reference))];
    }
}
