using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Serve.Succession;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai route succession</c>: the candidate beside the live route, and what audits say of the floors.</summary>
internal static class RouteSuccessionVerb
{
    public static Command Create() => Verb.OverProject("succession", "The candidate beside the live route, and the floors.", async (stages, project, _, cancellation) =>
    {
        var name = project.Definition.Name;
        var all = await stages.Get<SuccessionStore>().ListAsync(name, cancellation);
        if (all.Count == 0) Output.Line("No candidate has been tried yet.");
        else Output.Table("Successions", ["since", "candidate", "against", "state", "requests", "audits", "verdict", "reason"], all.Select(Row));
        var floors = await stages.Get<FloorMonitor>().ListAsync(name, cancellation);
        if (floors.Count > 0) Output.Table("Floors", ["route", "truth", "audits", "mean", "floor", "broken"], floors.Select(Row));
        return null;
    });

    private static string[] Row(RouteSuccession one) =>
    [
        one.Since.ToString("u", CultureInfo.InvariantCulture), one.Candidate[..12], one.Champion[..12],
        one.State == SuccessionState.Canary ? $"{one.State} {Output.Percent(one.Share)}" : one.State.ToString(), Output.Count(one.Comparison?.Pairs ?? 0),
        Output.Count(one.Comparison?.Audits.Requests ?? 0), (one.Comparison?.Audits.Verdict)?.ToString() ?? "", one.Reason,
    ];

    private static string[] Row(FloorVerdict floor) =>
    [
        floor.Route[..12], floor.Truth.ToString(), Output.Count(floor.Audits), Output.Decimal(floor.Mean), Output.Decimal(floor.Floor),
        floor.BrokenAt?.ToString("u", CultureInfo.InvariantCulture) ?? "no",
    ];
}
