using HybridAi.Curate.Labelling;
using HybridAi.Serve.Routing;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Prediction;

/// <summary>One call of one tier, with the wall around it: whatever breaks inside is this tier's failure and the next tier's chance.</summary>
internal sealed partial class TierCall(TimeProvider clock, ILogger logger)
{
    /// <summary>Asks the labeller; a failure is a proposal with a fault.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="step">The tier.</param>
    /// <param name="labeller">Who answers.</param>
    /// <param name="request">The text.</param>
    /// <param name="cut">Cuts this call off, which is the tier's failure; it also tells of the caller's cancellation.</param>
    /// <param name="cancellation">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<Proposal> AskAsync(
        string project, RouteStep step, ILabeller labeller, LabelRequest request, CancellationToken cut, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        try
        {
            var answer = labeller.ProposeAsync(request, cut);
            // A labeller that does not look at its token must not keep the caller waiting past the deadline.
            var proposal = answer.IsCompleted || cut == cancellation ? await answer : await answer.AsTask().WaitAsync(cut);
            if (proposal.Fault is { } fault) Log.Failed(logger, step.Tier, project, request.RequestId, fault.Code);
            return proposal;
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            // What a provider bills for a call that was cut off nobody knows; one that calls nobody bills nothing.
            var late = Fault.Unavailable(Allowance.Deadline, $"{step.Labeller} was cut off: it had not answered in time.", "maxLatencyMs");
            return Proposal.Failed(late, step.CostPerCallUsd == 0 ? 0 : null, clock.GetElapsedTime(began));
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
