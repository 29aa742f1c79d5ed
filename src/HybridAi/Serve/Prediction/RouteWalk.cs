using HybridAi.Curate.Labelling;
using HybridAi.Learning.Routing;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Prediction;

/// <summary>One text's way along a route.</summary>
internal sealed class RouteWalk(LiveRoute route, Payer payer, TierCall call, PredictionOptions options, TimeProvider clock)
{
    private readonly bool _certified = route.Definition.MayGoLive;
    private readonly Fallback _fallback = options.FallbackOf(route.Definition.Project.Name);

    /// <summary>Asks tier by tier, as the policy says and the caller allows, until an answer is reliable enough.</summary>
    public async ValueTask<Prediction> RunAsync(string requestId, string id, string text, WalkBounds bounds, CancellationToken cancellation)
    {
        var (policy, propensity) = route.Draw(requestId, id);
        using var allowance = new Allowance(bounds, clock, cancellation);
        var state = new WalkState(route, policy, bounds, allowance);
        var (request, raced) = (new LabelRequest(requestId, id, text), false);
        var decision = state.Decide();
        while (decision.Ask != Stretch.Stand)
        {
            var tier = decision.Ask;
            var expected = state.Foresee(tier);
            if (Rival(state, tier, bounds, allowance) is { } rival)
            {
                var race = await RaceAsync(state, tier, expected, rival.Tier, rival.After, request, allowance, cancellation);
                (decision, raced) = (race.Decision, raced || race.Raced);
            }
            else decision = state.Take(tier, expected, await AskAsync(tier, request, allowance, allowance.Token, cancellation));
        }

        return Answered(id, state, state.Bounded(decision.Policy.Belief), propensity, raced ? allowance.Elapsed : null) with { Walk = state.Trace };
    }

    private async ValueTask<Proposal> AskAsync(int tier, LabelRequest request, Allowance allowance, CancellationToken cut, CancellationToken cancellation)
    {
        var (step, labeller) = route.Steps[tier];
        allowance.Reserve(step);
        var proposal = await call.AskAsync(route.Definition.Project.Name, step, labeller.PaidBy(payer), request, cut, cancellation);
        // A person is paid for answering, whenever that will be.
        return step.Tier == TierNames.Person ? proposal with { CostUsd = proposal.CostUsd ?? step.CostPerCallUsd } : proposal;
    }

    // Dean and Barroso 2013, "The tail at scale", Communications of the ACM 56(2): a second request once the first is later than 95 % of its kind.
    private async ValueTask<(WalkDecision Decision, bool Raced)> RaceAsync(
        WalkState state, int tier, double expected, int rival, TimeSpan after, LabelRequest request, Allowance allowance, CancellationToken cancellation)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(allowance.Token);
        using var landed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var late = Task.Delay(after, clock, landed.Token);
        var first = AskAsync(tier, request, allowance, cut.Token, cancellation).AsTask();
        var isLate = !first.IsCompleted && await Task.WhenAny(first, late) == late;
        await landed.CancelAsync();
        if (!isLate || !state.MayAsk(rival)) return (state.Take(tier, expected, await first), false);
        var hope = state.Foresee(rival);
        using var cutRival = CancellationTokenSource.CreateLinkedTokenSource(allowance.Token);
        var second = AskAsync(rival, request, allowance, cutRival.Token, cancellation).AsTask();
        var isRival = await Task.WhenAny(first, second) == second;
        var decision = isRival ? state.TakeFirst(rival, hope, await second, tier, isRival: true) : state.TakeFirst(tier, expected, await first, rival, isRival: false);
        if (decision is not { } end) return (isRival ? state.Take(tier, expected, await first) : state.Take(rival, hope, await second), true);
        await (isRival ? cut : cutRival).CancelAsync();
        // Cut off, it ends at once; it is waited for so that nothing of a walk goes on after its answer.
        if (isRival) state.Drop(tier, expected, await first, wasFirst: true);
        else state.Drop(rival, hope, await second, wasFirst: false);
        return (end, true);
    }

    // After the usual time of the tier, or while the rival still has its usual time before the deadline, whichever comes first.
    private (int Tier, TimeSpan After)? Rival(WalkState state, int tier, WalkBounds bounds, Allowance allowance)
    {
        if ((options.RivalAfterP95s ?? (bounds.MaxLatency is null ? null : 1)) is not { } times || state.Rival(tier) is not { } rival) return null;
        var usual = route.Steps[tier].Step.LatencyP95Ms * times;
        var latest = allowance.Left?.TotalMilliseconds - route.Steps[rival].Step.LatencyP95Ms;
        if ((usual < latest ? usual : latest ?? usual) is not { } after) return null;
        return (rival, TimeSpan.FromMilliseconds(Math.Max(after, 0)));
    }

    private Prediction Answered(string id, WalkState state, Belief belief, double propensity, TimeSpan? raced)
    {
        var (reference, steps) = (route.Definition.Reference, state.Steps);
        decimal? cost = 0;
        TimeSpan? latency = TimeSpan.Zero;
        foreach (var step in steps) (cost, latency) = (cost + step.CostUsd, latency + step.Latency);
        var label = belief.Label == TierReply.NoLabel ? null : route.Definition.Labels[belief.Label];
        // The reference's word is what the floor is measured by: with it an answer is as good as without the tier that failed.
        var degraded = label is null || state.ReferenceSpoke ? null : state.Diverted ?? state.Failed;
        var fault = label is null ? state.Failed ?? state.Diverted : null;
        // A caller who sets limits gets what fits into them; what the tiers themselves fail at the project decides.
        if (degraded is not null && state.Diverted is null && _fallback == Fallback.Refuse)
            (label, fault, degraded) = (null, BudgetRefusal.Is(degraded) || degraded.Code == PersonLabeller.Asked ? degraded : Refusal(degraded), null);
        var asked = steps.Find(step => step.Tier == reference.Tier);
        return new(
            id, label, belief.Reliability, label is null ? null : (steps.FindLast(step => step.Label == label) ?? steps.FindLast(step => step.Label is not null))?.Tier, steps, cost,
            asked is { CostUsd: { } measured } ? measured : reference.CostPerCallUsd, raced ?? latency, degraded, fault, route.Versions,
            _certified && label is not null && degraded is null, propensity);
    }

    private static Fault Refusal(Fault failed)
        => Fault.Unavailable("route-degraded", $"The route could not be gone as it was certified, and the project wants no other answer: {failed.Reason}");
}
