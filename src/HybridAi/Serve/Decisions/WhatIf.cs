using System.Globalization;
using HybridAi.Learning.OffPolicy;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Decisions;

/// <summary>
/// Evaluates a route on decisions that another one made, without asking anybody: by inverse propensity and doubly robust, with intervals, and refuses where
/// the log can't say.
/// </summary>
/// <remarks>
/// <see cref="OffPolicyEvaluation"/> says how. A decision whose audit is still open or failed counts as one that was not drawn, and the audits' share is
/// lowered by as much: that is right as long as whether a tier is down has nothing to do with who is right.
/// </remarks>
public sealed class WhatIf(DecisionStore decisions, AuditStore audits, RouteStore routes)
{
    private const int Most = 50_000;

    /// <summary>Evaluates a route.</summary>
    /// <param name="project">The project.</param>
    /// <param name="route">The route's hash.</param>
    /// <param name="from">From then on; null: from the first decision.</param>
    /// <param name="until">Before then; null: to the last.</param>
    /// <param name="measure">What a right answer is measured by.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The report, or a fault: <c>route-unknown</c>, <c>decisions-missing</c>, <c>overlap-missing</c>.</returns>
    public async Task<Outcome<WhatIfReport>> EvaluateAsync(
        string project, string route, DateTimeOffset? from, DateTimeOffset? until, WhatIfMeasure measure, CancellationToken cancellation)
    {
        if (!(await routes.FindAsync(project, route, cancellation)).Succeeded(out var target, out var unknown)) return unknown;
        var served = await decisions.ServedAsync(project, from, until, Most, cancellation);
        if (served.Count == 0)
            return Fault.Conflict("decisions-missing", $"'{project}' has logged no decisions in that period: serve requests first.");
        var drawn = await audits.DrawnAsync(project, served[0].At, until, cancellation);
        var loggedRoutes = new Dictionary<string, Route>();
        foreach (var hash in served.Select(decision => decision.Route).Distinct())
        {
            if (!(await routes.FindAsync(project, hash, cancellation)).Succeeded(out var logged, out unknown)) return unknown;
            loggedRoutes[hash] = logged.Definition;
        }

        return await Task.Run(() => Evaluate(target, served, drawn, loggedRoutes, measure, (from, until)), cancellation);
    }

    private static Outcome<WhatIfReport> Evaluate(
        StoredRoute target, IReadOnlyList<Decision> served, IReadOnlyDictionary<string, Audit> drawn, Dictionary<string, Route> logged, WhatIfMeasure measure,
        (DateTimeOffset? From, DateTimeOffset? Until) period)
    {
        var definition = target.Definition;
        var audited = served.Where(decision => drawn.ContainsKey(decision.Id)).ToList();
        var heard = audited.Where(decision => drawn[decision.Id].Heard && (measure == WhatIfMeasure.Reference || decision.Gold is not null))
            .ToDictionary(decision => decision.Id, decision => drawn[decision.Id]);
        var views = logged.ToDictionary(route => route.Key, route => new LoggedRoute(route.Value, definition));
        var replay = new DecisionReplay(definition, measure, audited.Count == 0 ? 0 : (double)heard.Count / audited.Count);
        var outcomes = served.Index().SelectMany(
            decision => replay.Of(decision.Index, decision.Item, heard.GetValueOrDefault(decision.Item.Id), views[decision.Item.Route])).ToList();

        var right = OffPolicyEvaluation.Of([.. outcomes.Select(outcome => outcome.Right)], new());
        if (right.Verdict.Refused) return Fault.Conflict("overlap-missing", $"{right.Verdict.Reason} {right.Verdict.Advice}");
        var costs = served.Select(decision => decision.CostUsd).OfType<decimal>().ToList();
        return new WhatIfReport(
            target.Hash, period.From, period.Until, served.Count, audited.Count, heard.Count, measure, WhatIfFigure.Of(right), Cost(definition, outcomes),
            costs.Count == 0 ? null : (double)costs.Average(), [.. Notes(definition, served, logged, measure)]);
    }

    private static WhatIfFigure? Cost(Route target, List<(LoggedOutcome Right, LoggedOutcome Cost)> outcomes)
    {
        if (target.Steps.Any(step => step.CostPerCallUsd is null)) return null;
        var highest = outcomes.Max(outcome => Math.Max(outcome.Cost.Reward ?? 0, outcome.Cost.Predicted));
        // The dearest way of all bounds what could have come, also where it did not.
        highest = Math.Max(highest, (double)target.Steps.Sum(step => step.CostPerCallUsd!.Value));
        if (highest == 0) highest = 1e-9;
        var cost = OffPolicyEvaluation.Of([.. outcomes.Select(outcome => outcome.Cost)], new() { Highest = highest });
        return cost.Verdict.Refused ? null : WhatIfFigure.Of(cost);
    }

    private static IEnumerable<string> Notes(Route target, IReadOnlyList<Decision> served, Dictionary<string, Route> logged, WhatIfMeasure measure)
    {
        if (served.Count == Most) yield return string.Create(CultureInfo.InvariantCulture, $"The newest {Most:N0} decisions of the period alone were looked at.");
        if (measure == WhatIfMeasure.Reference)
        {
            yield return "Right means: as the reference says. Where the two differ either may be wrong; only a person's label shows which.";
            if (logged.Values.Any(route => route.Reference.LabellerVersion != target.Reference.LabellerVersion))
                yield return "The reference is that of the routes that decided, which is not this route's own.";
        }

        if (target.Steps.Any(step => step.CostPerCallUsd is null)) yield return "The price of a tier is unknown, and so is what the route would have cost.";
    }
}
