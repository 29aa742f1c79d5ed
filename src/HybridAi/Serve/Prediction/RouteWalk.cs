using System.Globalization;
using HybridAi.Curate.Labelling;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Prediction;

/// <summary>One text's way along a route.</summary>
internal sealed class RouteWalk(LiveRoute route, Payer payer, TierCall call)
{
    /// <summary>Asks tier by tier until an answer is sure enough.</summary>
    public async ValueTask<Prediction> RunAsync(string requestId, string id, string text, CancellationToken cancellation)
    {
        var request = new LabelRequest(requestId, id, text);
        var steps = new List<PredictionStep>(route.Steps.Count);
        Fault? failed = null;
        foreach (var (step, labeller) in route.Steps)
        {
            var proposal = await call.AskAsync(route.Definition.Project.Name, step, labeller.PaidBy(payer), request, cancellation);
            failed = proposal.Label is null ? proposal.Fault ?? NoLabel(step) : null;
            var ends = Cascade.Ends(step.Threshold, proposal.Label, proposal.Confidence);
            steps.Add(new(
                step.Tier, step.Labeller, proposal.Label, proposal.Confidence, step.Threshold, ends, Why(step, proposal, ends, failed),
                proposal.CostUsd, proposal.Latency));
            if (ends) return Answered(id, steps, steps[^1], null);
        }

        // The last tier failed: the answer of the last tier that had one is the best there is.
        return Answered(id, steps, steps.FindLast(step => step.Label is not null), failed);
    }

    private Prediction Answered(string id, List<PredictionStep> steps, PredictionStep? standing, Fault? failed)
    {
        var reference = route.Definition.Reference;
        var referenceCost = steps.Find(step => step.Tier == reference.Tier) is { CostUsd: { } measured } ? measured : reference.CostPerCallUsd;
        decimal? cost = 0;
        TimeSpan? latency = TimeSpan.Zero;
        foreach (var step in steps) (cost, latency) = (cost + step.CostUsd, latency + step.Latency);
        return new(
            id, standing?.Label, standing?.Confidence ?? 0, standing?.Tier, steps, cost, referenceCost, latency,
            standing is null ? null : failed, standing is null ? failed : null, route.Versions);
    }

    private static string Why(RouteStep step, Proposal proposal, bool ends, Fault? failed) => (failed, ends, step.Threshold) switch
    {
        ({ } fault, _, _) => $"failed: {fault.Reason}",
        (_, _, null) => "last tier: its answer stands",
        (_, true, { } threshold) => string.Create(CultureInfo.InvariantCulture, $"sure enough: {proposal.Confidence:0.000} ≥ {threshold:0.000}"),
        (_, false, { } threshold) => string.Create(CultureInfo.InvariantCulture, $"escalated: {proposal.Confidence:0.000} < {threshold:0.000}"),
    };

    private static Fault NoLabel(RouteStep step) => Fault.Unavailable("no-label", $"{step.Labeller} gave no label and no reason.");
}
