using System.Globalization;
using HybridAi.Curate.Labelling;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Prediction;

/// <summary>How far one text has come on its way, and where it goes from there: as the policy says, within what the caller allows.</summary>
internal sealed class WalkState(LiveRoute route, RoutingPolicy policy, WalkBounds bounds, Allowance allowance)
{
    private readonly TierReply?[] _replies = new TierReply?[route.Steps.Count];
    private readonly int _reference = Place(route);
    private double _novelty;

    /// <summary>What each asked tier did, in the order in which they were asked.</summary>
    public List<PredictionStep> Steps { get; } = new(route.Steps.Count);

    /// <summary>Why the last tier that failed did so.</summary>
    public Fault? Failed { get; private set; }

    /// <summary>Why the caller's limits, or a rival that was first, took the walk off the policy's way.</summary>
    public Fault? Diverted { get; private set; }

    /// <summary>Whether the reference has given an answer.</summary>
    public bool ReferenceSpoke => _reference >= 0 && Spoke(_reference);

    /// <summary>What the policy saw; null where something else than the policy led the way, since no chance can be given for that.</summary>
    public WalkTrace? Trace => Diverted is null ? new(_replies, _novelty) : null;

    /// <summary>How likely a tier's answer will be right, before it is asked.</summary>
    public double Foresee(int tier) => policy.Foresee(_replies, _novelty, tier);

    /// <summary>What is believed of the answer that stands. Who was asked and said nothing makes nobody surer: what those who spoke are worth alone bounds it.</summary>
    public Belief Bounded(Belief belief)
    {
        if (Failed is null) return belief;
        var spoke = Array.ConvertAll(_replies, reply => reply is { Label: TierReply.NoLabel } ? null : reply);
        if (!policy.Knows(spoke)) return belief;
        var alone = policy.Next(spoke, _novelty).Belief;
        return alone.Label == belief.Label && alone.Reliability < belief.Reliability ? alone : belief;
    }

    /// <summary>Where to go from here.</summary>
    public WalkDecision Decide()
    {
        var next = policy.Next(_replies, _novelty);
        var ask = Wanted(next);
        if (ask != next.Ask && (bounds.Only is not null || next.Belief.Label != TierReply.NoLabel))
            Diverted ??= Fault.BadInput("tier-forced", "The request says which tiers answer; the route would have gone another way.", bounds.Only is null ? "minTier" : "tier");
        if (ask == Stretch.Stand || allowance.Bars(route.Steps[ask].Step) is not { } barred) return new(ask, next, null);
        Diverted = barred;
        return new(Instead(next.Belief), next, barred);
    }

    /// <summary>The tier that would be asked if this one failed, or else the reference; null where there is none, or it may not be asked.</summary>
    public int? Rival(int tier)
    {
        if (bounds.Only is not null) return null;
        var without = _replies.ToArray();
        without[tier] = TierReply.None;
        var rival = policy.Next(without, _novelty).Ask;
        if (rival == Stretch.Stand) rival = _reference;
        // Nobody is asked just because another is slow: a person would be slower.
        if (rival >= 0 && route.Steps[rival].Step.Tier == TierNames.Person) return null;
        return rival < 0 || rival == tier || _replies[rival] is not null || !MayAsk(rival) ? null : rival;
    }

    /// <summary>Whether the caller's limits allow a tier.</summary>
    public bool MayAsk(int tier) => allowance.Bars(route.Steps[tier].Step) is null;

    /// <summary>Takes a tier's answer while nobody else is being asked, and says where to go from there.</summary>
    public WalkDecision Take(int tier, double expected, Proposal proposal)
    {
        Book(tier, proposal);
        var decision = Decide();
        Steps.Add(Step(tier, expected, proposal, decision, Why(proposal, decision)));
        return decision;
    }

    /// <summary>Takes the answer of the first of two tiers. It ends the walk only where the policy knows such a state, or the reference has spoken.</summary>
    /// <param name="tier">The tier.</param>
    /// <param name="expected">How likely it had been to be right.</param>
    /// <param name="proposal">Its answer.</param>
    /// <param name="other">The tier that is still being asked.</param>
    /// <param name="isRival">Whether it was asked only because the other was late.</param>
    /// <returns>Null where the other one has to be waited for.</returns>
    public WalkDecision? TakeFirst(int tier, double expected, Proposal proposal, int other, bool isRival)
    {
        Book(tier, proposal);
        // The policy would have had the other one's word first.
        if (isRival && proposal.Label is not null)
            Diverted ??= Fault.Unavailable("overtaken", $"{route.Steps[other].Step.Tier} was late and {route.Steps[tier].Step.Tier} answered before it.");
        var next = policy.Next(_replies, _novelty);
        var stands = next.Belief.Label != TierReply.NoLabel && Wanted(next) == Stretch.Stand && (ReferenceSpoke || policy.Knows(_replies));
        var decision = new WalkDecision(stands ? Stretch.Stand : other, next, null);
        var why = stands || proposal.Label is null ? Why(proposal, decision) : $"waited for {route.Steps[other].Step.Tier}, which was being asked meanwhile";
        Steps.Add(Step(tier, expected, proposal, decision, why));
        return stands ? decision : null;
    }

    /// <summary>Notes the one of two tiers that came too late.</summary>
    /// <param name="tier">The tier.</param>
    /// <param name="expected">How likely it had been to be right.</param>
    /// <param name="proposal">What came of it: cut off, or its answer, which counts for its cost alone.</param>
    /// <param name="wasFirst">Whether it had been asked before the other.</param>
    public void Drop(int tier, double expected, Proposal proposal, bool wasFirst)
    {
        var (step, winner) = (route.Steps[tier].Step, Steps[^1]);
        allowance.Settle(step, proposal.CostUsd);
        var dropped = new PredictionStep(
            step.Tier, step.Labeller, null, 0, winner.Reliability, null, false, $"cancelled: {winner.Tier} had answered before it", proposal.CostUsd, proposal.Latency, expected);
        Steps.Insert(wasFirst ? Steps.Count - 1 : Steps.Count, dropped);
    }

    private void Book(int tier, Proposal proposal)
    {
        var step = route.Steps[tier].Step;
        allowance.Settle(step, proposal.CostUsd);
        if (proposal.Fault is { Code: Allowance.Deadline } late) Diverted = late;
        else if (proposal.Label is null) Failed = proposal.Fault ?? Fault.Unavailable("no-label", $"{step.Labeller} gave no label and no reason.");
        _novelty = proposal.Chances?.Novelty ?? _novelty;
        _replies[tier] = route.Read(proposal);
    }

    // What the policy wants, or the caller in its place; money and time are asked later.
    private int Wanted(PolicyStep next)
    {
        if (bounds.Only is { } only) return _replies[only] is null ? only : Stretch.Stand;
        if (next.Ask != Stretch.Stand) return next.Ask;
        if (bounds.Least is { } least && !SpokeFrom(least) && Unasked(least) is { } dearer) return dearer;
        return next.Belief.Label == TierReply.NoLabel ? Unasked(0) ?? Stretch.Stand : Stretch.Stand;
    }

    // The dearest tier that is allowed and promises more than what there is.
    private int Instead(Belief belief)
    {
        if (bounds.Only is not null) return Stretch.Stand;
        for (var tier = _replies.Length - 1; tier >= 0; tier--)
            if (_replies[tier] is null && MayAsk(tier) && (belief.Label == TierReply.NoLabel || Foresee(tier) > belief.Reliability))
                return tier;
        return Stretch.Stand;
    }

    private int? Unasked(int from)
    {
        for (var tier = from; tier < _replies.Length; tier++)
            if (_replies[tier] is null)
                return tier;
        return null;
    }

    private bool SpokeFrom(int tier)
    {
        for (; tier < _replies.Length; tier++)
            if (Spoke(tier))
                return true;
        return false;
    }

    private bool Spoke(int tier) => _replies[tier] is { Label: not TierReply.NoLabel };

    private PredictionStep Step(int tier, double expected, Proposal proposal, WalkDecision decision, string why)
    {
        var step = route.Steps[tier].Step;
        return new(
            step.Tier, step.Labeller, proposal.Label, proposal.Confidence, Bounded(decision.Policy.Belief).Reliability, decision.Policy.StandsFrom,
            decision.Ask == Stretch.Stand, why, proposal.CostUsd, proposal.Latency, expected);
    }

    private string Why(Proposal proposal, WalkDecision decision)
    {
        var (next, to) = (decision.Policy, decision.Ask == Stretch.Stand ? null : route.Steps[decision.Ask].Step.Tier);
        var why = (proposal.Label, to, next.StandsFrom) switch
        {
            (null, _, _) => $"failed: {(proposal.Fault ?? Failed)!.Reason}",
            (_, null, _) when decision.Barred is not null => "the answer stands",
            (_, null, { } from) when next.Belief.Reliability >= from => Text($"reliable enough: {next.Belief.Reliability:0.000} ≥ {from:0.000}"),
            (_, null, { } from) => Text($"the answer stands below {from:0.000}: no other tier was to be asked"),
            (_, null, null) => "nothing further to ask: the answer stands",
            (_, _, { } from) when next.Belief.Reliability >= from => Text($"escalated to {to}: the request lets nothing stand before"),
            (_, _, { } from) => Text($"escalated to {to}: {next.Belief.Reliability:0.000} < {from:0.000}"),
            (_, _, null) => $"escalated to {to}: it is always asked here",
        };
        return decision.Barred is { } barred ? $"{why}; {barred.Reason}" : why;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static int Place(LiveRoute route)
    {
        for (var place = 0; place < route.Steps.Count; place++)
            if (route.Steps[place].Step.Tier == route.Definition.Reference.Tier)
                return place;
        return -1;
    }
}

/// <summary>Where a walk goes next.</summary>
/// <param name="Ask">The tier to ask, or <see cref="Stretch.Stand"/>.</param>
/// <param name="Policy">What the policy says, limits left aside.</param>
/// <param name="Barred">Why the tier that was wanted is not asked; null where it is.</param>
internal readonly record struct WalkDecision(int Ask, PolicyStep Policy, Fault? Barred);
