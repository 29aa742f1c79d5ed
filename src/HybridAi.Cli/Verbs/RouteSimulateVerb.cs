using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Serve.Decisions;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai route simulate</c>: what a route would have done on logged decisions.</summary>
internal static class RouteSimulateVerb
{
    public static Command Create()
    {
        var hash = new Argument<string>("hash") { Description = "The route's hash.", HelpName = "HASH" };
        var from = new Option<DateTimeOffset?>("--from") { Description = "From this moment on (default: the first decision).", HelpName = "TIME" };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Before this moment (default: the last decision).", HelpName = "TIME" };
        var gold = new Option<bool>("--gold") { Description = "Right is what people say, on audited decisions; otherwise what the reference says." };
        return Verb.OverProject("simulate", "Evaluate a route on logged decisions, without asking anybody.", async (stages, project, parsed, cancellation) =>
        {
            if (parsed.GetValue(from) > parsed.GetValue(until)) return Fault.BadInput("period-empty", "'--from' is after '--until'.", "--from");
            var measure = parsed.GetValue(gold) ? WhatIfMeasure.Gold : WhatIfMeasure.Reference;
            var outcome = await stages.Get<WhatIf>().EvaluateAsync(
                project.Definition.Name, parsed.GetRequiredValue(hash), parsed.GetValue(from), parsed.GetValue(until), measure, cancellation);
            if (!outcome.Succeeded(out var report, out var fault)) return fault;
            Output.Line($"{report.Route[..12]}  on {Output.Count(report.Decisions)} decisions, {Output.Count(report.Audits)} audited, {Output.Count(report.Heard)} of them heard");
            Output.Table($"Would have been, by {(measure == WhatIfMeasure.Gold ? "gold" : "the reference")}", ["", "estimate", "at least", "at most", "worth"],
            [
                ["right", Output.Percent(report.Right.Value), Output.Percent(report.Right.Lower), Output.Percent(report.Right.Upper), Worth(report.Right)],
                .. report.CostUsd is { } cost ? (string[][])[["cost of 1,000", Of1000(cost.Value), Of1000(cost.Lower), Of1000(cost.Upper), Worth(cost)]] : [],
            ]);
            if (report.LoggedCostUsd is { } logged) Output.Line($"The logged decisions cost {Of1000(logged)} for 1,000.");
            foreach (var note in report.Notes) Output.Line($"note: {note}");
            return null;
        }, hash, from, until, gold);
    }

    private static string Of1000(double usd) => Output.Money((decimal)usd * 1000);

    private static string Worth(WhatIfFigure figure) => string.Create(CultureInfo.InvariantCulture, $"{figure.Overlap.EffectiveSampleSize:0.#} decisions");
}
