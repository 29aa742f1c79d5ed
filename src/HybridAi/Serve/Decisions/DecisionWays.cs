using HybridAi.Learning.Routing;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Decisions;

/// <summary>All that a route might have done with a text, by what is known of it.</summary>
internal static class DecisionWays
{
    /// <summary>The ways of a route's policies, and the audit.</summary>
    /// <remarks>
    /// The policy that was not drawn is followed by the answers that are there. Where it needs another, its way ends: what it would have asked after that
    /// counts as not asked, so that its chance is counted too low rather than too high.
    /// </remarks>
    /// <param name="route">The route.</param>
    /// <param name="walk">What was seen.</param>
    /// <param name="auditShare">Chance of an audit, 0 to 1.</param>
    public static IReadOnlyList<DecisionWay> Of(Route route, WalkTrace walk, double auditShare)
    {
        var plain = Policies(route.Policy)
            .Select(policy => (policy.Share, Path: PolicyWalk.Along(policy.Policy, walk.Replies.Count, tier => walk.Replies[tier], _ => walk.Novelty))).ToList();
        var asked = Enumerable.Range(0, walk.Replies.Count).Where(step => walk.Replies[step] is not null).ToHashSet();
        // A caller's limits, a deadline or a rival led elsewhere: nothing was left to chance.
        var ways = plain.Any(way => asked.SetEquals(way.Path.Asked))
            ? plain.Select(way => new DecisionWay((1 - auditShare) * way.Share, Names(way.Path.Asked), false))
            : [new DecisionWay(1 - auditShare, Names(asked.Order()), false)];
        var all = ways.Append(new(auditShare, [.. AuditedTiers(route).Select(step => step.Tier)], true)).Where(way => way.Chance > 0);
        return [.. all.GroupBy(way => (string.Join(' ', way.Tiers), way.Audit)).Select(same => same.First() with { Chance = same.Sum(way => way.Chance) })];

        IReadOnlyList<string> Names(IEnumerable<int> steps) => [.. steps.Select(step => route.Steps[step].Tier)];
    }

    /// <summary>A route's policies with their shares.</summary>
    public static IEnumerable<(double Share, RoutingPolicy Policy)> Policies(RoutePolicy policy) => policy.Dearer is { } dearer
        ? new[] { (1 - policy.DearerShare, policy.Main), (policy.DearerShare, dearer) }.Where(one => one.Item1 > 0)
        : [(1, policy.Main)];

    /// <summary>Whom an audit hears: every tier of the route, and the reference where it is none of them. People are not asked like tiers: they come after these.</summary>
    public static IReadOnlyList<RouteStep> AuditedTiers(Route route)
    {
        var reference = route.Reference;
        IEnumerable<RouteStep> all = route.Steps.Any(step => step.Tier == reference.Tier)
            ? route.Steps
            : [.. route.Steps, new(reference.Tier, reference.Labeller, reference.LabellerVersion, null, reference.CostPerCallUsd)];
        return [.. all.Where(step => step.Tier != TierNames.Person)];
    }
}
