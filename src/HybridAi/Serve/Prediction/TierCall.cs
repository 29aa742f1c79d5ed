using HybridAi.Curate.Labelling;
using HybridAi.Serve.Routing;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Prediction;

/// <summary>One call of one tier, with the wall around it: whatever breaks inside is this tier's failure and the next tier's chance.</summary>
internal sealed partial class TierCall(ILogger logger)
{
    /// <summary>Asks the labeller; a failure is a proposal with a fault.</summary>
    public async ValueTask<Proposal> AskAsync(string project, RouteStep step, ILabeller labeller, LabelRequest request, CancellationToken cancellation)
    {
        try
        {
            var proposal = await labeller.ProposeAsync(request, cancellation);
            if (proposal.Fault is { } fault) Log.Failed(logger, step.Tier, project, request.RequestId, fault.Code);
            return proposal;
        }
        catch (Exception crash) when (!cancellation.IsCancellationRequested)
        {
            // A labeller tells its failures; one that throws is a defect of its own, which must not cost the caller the other tiers' answer.
            Log.Crashed(logger, crash, step.Tier, project, request.RequestId);
            return Proposal.Failed(Fault.Unavailable("tier-crashed", $"{step.Labeller} broke off with {crash.GetType().Name}."), null, null);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Tier {Tier} of {Project} failed on request {Request}: {Code}")]
        public static partial void Failed(ILogger logger, string tier, string project, string request, string code);

        [LoggerMessage(Level = LogLevel.Error, Message = "Tier {Tier} of {Project} crashed on request {Request}")]
        public static partial void Crashed(ILogger logger, Exception crash, string tier, string project, string request);
    }
}
