using HybridAi.Curate.Labelling;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Prediction;

namespace HybridAi.Serve.Succession;

/// <summary>A text's way along a route that may not pay: free tiers are asked, dear ones only overheard.</summary>
internal static class ShadowWalk
{
    /// <summary>Goes as far as it gets.</summary>
    public static async ValueTask<Way> RunAsync(LiveRoute route, LabelRequest request, AnswerMemory memory, CancellationToken cancellation)
    {
        var (policy, _) = route.Draw(request.RequestId, request.RecordId);
        var replies = new TierReply?[route.Steps.Count];
        var novelty = 0.0;
        var next = policy.Next(replies, novelty);
        while (next.Ask != Stretch.Stand)
        {
            var (step, labeller) = route.Steps[next.Ask];
            if (labeller is ClosedLabeller) return new(WayEnd.Failed, null);
            var proposal = AnswerMemory.IsFree(step.Tier) ? await AskAsync(labeller, request, cancellation) : memory.Find(labeller, request);
            if (proposal is null) return new(step.Tier == route.Definition.Reference.Tier ? WayEnd.AwaitsReference : WayEnd.Unknown, null);
            if (proposal.Label is null) return new(WayEnd.Failed, null);
            novelty = proposal.Chances?.Novelty ?? novelty;
            replies[next.Ask] = route.Read(proposal);
            next = policy.Next(replies, novelty);
        }

        return next.Belief.Label == TierReply.NoLabel ? new(WayEnd.Failed, null) : new(WayEnd.Answered, route.Definition.Labels[next.Belief.Label]);
    }

    // A labeller that throws is a defect of the candidate's, and just what a shadow is there to find.
    private static async ValueTask<Proposal> AskAsync(ILabeller labeller, LabelRequest request, CancellationToken cancellation)
    {
        try
        {
            return await labeller.ProposeAsync(request, cancellation);
        }
        catch (Exception crash) when (!cancellation.IsCancellationRequested)
        {
            return Proposal.Failed(Fault.Unavailable("tier-crashed", $"{labeller.Name} broke off with {crash.GetType().Name}."), null, null);
        }
    }
}
