using HybridAi.Learning.OffPolicy;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Decisions;

/// <summary>What the log shows of a route's doings at one logged decision.</summary>
/// <param name="target">The route that is evaluated.</param>
/// <param name="measure">What a right answer is measured by.</param>
/// <param name="heardShare">Share of the drawn audits whose outcome is known: the others are as good as not drawn.</param>
internal sealed class DecisionReplay(Route target, WhatIfMeasure measure, double heardShare)
{
    /// <summary>The decision's outcomes, one for each thing that the route might do.</summary>
    /// <param name="number">The decision's number.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="heard">Its audit, where the outcome is known; otherwise null.</param>
    /// <param name="logged">The route that decided.</param>
    public IEnumerable<(LoggedOutcome Right, LoggedOutcome Cost)> Of(int number, Decision decision, Audit? heard, LoggedRoute logged)
    {
        var known = new TierReply?[target.Steps.Count];
        var (costs, novelty) = (new decimal?[known.Length], new double[known.Length]);
        var answers = Heard.Of(decision, heard);
        foreach (var answer in answers.Values)
        {
            if (logged.PlaceOf(answer.Tier) is not { } place) continue;
            (known[place], costs[place], novelty[place]) = (logged.Read(answer), answer.CostUsd, answer.Novelty ?? 0);
        }

        var right = measure == WhatIfMeasure.Gold ? heard is null ? null : decision.Gold : answers.GetValueOrDefault(logged.Reference)?.Label;
        var ways = Ways(decision, logged);
        var plain = PlainPrefix(decision, logged, known);
        foreach (var (share, policy) in DecisionWays.Policies(target.Policy))
        {
            var path = PolicyWalk.Along(policy, known.Length, tier => known[tier], tier => novelty[tier]);
            var foreseen = PolicyWalk.Along(policy, plain.Length, tier => plain[tier], tier => novelty[tier]);
            var action = ActionOf(share, policy, path, foreseen, known, logged);
            bool? isRight = right is null || path.Missing is not null ? null : logged.IsRight(path.Belief.Label, right);
            var asked = Enumerable.Range(0, known.Length).Where(tier => known[tier] is not null).ToDictionary(
                tier => target.Steps[tier].Tier,
                tier => new TierOutcome((double)(costs[tier] ?? Price(tier)), target.Steps[tier].Tier == action.Answer ? isRight : null));
            var shown = new LoggedDecision(ways, asked);
            yield return (shown.Correctness(number, action), shown.Cost(number, action));
        }
    }

    // The most that the target's way could need stands for a way that can't be followed to its end: no log is said to show more than it does.
    private TargetAction ActionOf(double share, RoutingPolicy policy, PolicyWalk path, PolicyWalk foreseen, TierReply?[] known, LoggedRoute logged)
    {
        var tiers = path.Missing is null ? path.Asked : policy.Tiers;
        var answer = path.Missing ?? path.Asked.LastOrDefault(tier => known[tier]!.Value.Label == path.Belief.Label, path.Asked[^1]);
        return new(share, Names(tiers).ToHashSet(), target.Steps[answer].Tier, Foresee(foreseen, logged), (double)foreseen.Asked.Sum(Price));
    }

    // By what would be known whichever way the log had gone. A guess that knew more where more was asked would be a bias, and no better model.
    private double Foresee(PolicyWalk foreseen, LoggedRoute logged)
    {
        if (foreseen.Missing is not { } next) return Math.Clamp(foreseen.Belief.Reliability, 0, 1);
        if (measure == WhatIfMeasure.Reference && logged.ReferencePlace == next) return 1;
        var alone = target.Evidence.Calibration?.Alone.GetValueOrDefault(target.Steps[next].Tier) ?? 0.5;
        return Math.Clamp(Math.Max(alone, foreseen.Belief.Reliability), 0, 1);
    }

    // The answers that every way of the policy asks first, in the same order.
    private static TierReply?[] PlainPrefix(Decision decision, LoggedRoute logged, TierReply?[] known)
    {
        var plain = decision.Ways.Where(way => !way.Audit).ToList();
        var shared = new TierReply?[known.Length];
        for (var i = 0; plain.Count > 0 && plain.All(way => way.Tiers.Count > i && way.Tiers[i] == plain[0].Tiers[i]); i++)
            if (logged.PlaceOf(plain[0].Tiers[i]) is { } place)
                shared[place] = known[place];
        return shared;
    }

    private List<LoggedWay> Ways(Decision decision, LoggedRoute logged)
    {
        var audit = decision.Ways.Where(way => way.Audit).Sum(way => way.Chance);
        var plain = decision.Ways.Where(way => !way.Audit).ToList();
        // Where all are audited the log does not say what else there was: what the request itself asked.
        if (plain.Count == 0) plain.Add(new(1, [.. decision.Asked.Select(tier => tier.Tier)], false));
        var total = plain.Sum(way => way.Chance);
        var ways = plain.ConvertAll(way => WayOf(
            way, (1 - audit * heardShare) * way.Chance / total, measure == WhatIfMeasure.Reference && way.Tiers.Contains(logged.Reference)));
        ways.AddRange(decision.Ways.Where(way => way.Audit).Select(way => WayOf(way, way.Chance * heardShare, true)));
        return ways;

        LoggedWay WayOf(DecisionWay way, double chance, bool judged) => new(
            chance, way.Tiers.Select(logged.PlaceOf).OfType<int>().Select(place => target.Steps[place].Tier).ToHashSet(), judged ? 1 : 0);
    }

    private IEnumerable<string> Names(IEnumerable<int> tiers) => tiers.Select(tier => target.Steps[tier].Tier);

    private decimal Price(int tier) => target.Steps[tier].CostPerCallUsd ?? 0;
}
