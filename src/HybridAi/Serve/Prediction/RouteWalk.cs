using System.Globalization;
using HybridAi.Curate.Labelling;
using HybridAi.Learning.Routing;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Prediction;

/// <summary>One text's way along a route.</summary>
internal sealed class RouteWalk(LiveRoute route, Payer payer, TierCall call)
{
    /// <summary>Asks tier by tier, as the policy says, until an answer is reliable enough.</summary>
    public async ValueTask<Prediction> RunAsync(string requestId, string id, string text, CancellationToken cancellation)
    {
        var request = new LabelRequest(requestId, id, text);
        var policy = route.Definition.Policy.Of(Chance.Of(route.Hash, requestId, id));
        var replies = new TierReply?[route.Steps.Count];
        var steps = new List<PredictionStep>(route.Steps.Count);
        var (novelty, failed) = (0.0, (Fault?)null);
        var next = policy.Next(replies, novelty);
        while (next.Ask != Stretch.Stand)
        {
            var (step, labeller) = route.Steps[next.Ask];
            var proposal = await call.AskAsync(route.Definition.Project.Name, step, labeller.PaidBy(payer), request, cancellation);
            if (proposal.Label is null) failed = proposal.Fault ?? NoLabel(step);
            novelty = proposal.Chances?.Novelty ?? novelty;
            replies[next.Ask] = route.Read(proposal);
            next = policy.Next(replies, novelty);
            steps.Add(new(
                step.Tier, step.Labeller, proposal.Label, proposal.Confidence, next.Belief.Reliability, next.StandsFrom, next.Ask == Stretch.Stand,
                Why(proposal, next, failed), proposal.CostUsd, proposal.Latency));
        }

        return Answered(id, steps, next.Belief, failed) with { Walk = new(replies, novelty) };
    }

    private Prediction Answered(string id, List<PredictionStep> steps, Belief belief, Fault? failed)
    {
        var reference = route.Definition.Reference;
        var asked = steps.Find(step => step.Tier == reference.Tier);
        decimal? cost = 0;
        TimeSpan? latency = TimeSpan.Zero;
        foreach (var step in steps) (cost, latency) = (cost + step.CostUsd, latency + step.Latency);
        var label = belief.Label == TierReply.NoLabel ? null : route.Definition.Labels[belief.Label];
        // The reference's word is what the floor is measured by: with it an answer is as good as without the tier that failed.
        var degraded = label is not null && asked?.Label is null ? failed : null;
        return new(
            id, label, belief.Reliability, label is null ? null : (steps.FindLast(step => step.Label == label) ?? steps.FindLast(step => step.Label is not null))?.Tier, steps, cost,
            asked is { CostUsd: { } measured } ? measured : reference.CostPerCallUsd, latency, degraded, label is null ? failed : null, route.Versions);
    }

    private string Why(Proposal proposal, PolicyStep next, Fault? failed) => (proposal.Label, next.Ask, next.StandsFrom) switch
    {
        (null, _, _) => $"failed: {failed!.Reason}",
        (_, Stretch.Stand, null) => "nothing further to ask: the answer stands",
        (_, Stretch.Stand, { } from) => string.Create(CultureInfo.InvariantCulture, $"reliable enough: {next.Belief.Reliability:0.000} ≥ {from:0.000}"),
        (_, var ask, { } from) => string.Create(
            CultureInfo.InvariantCulture, $"escalated to {route.Steps[ask].Step.Tier}: {next.Belief.Reliability:0.000} < {from:0.000}"),
        (_, var ask, null) => $"escalated to {route.Steps[ask].Step.Tier}: no answer stands here",
    };

    private static Fault NoLabel(RouteStep step) => Fault.Unavailable("no-label", $"{step.Labeller} gave no label and no reason.");
}
