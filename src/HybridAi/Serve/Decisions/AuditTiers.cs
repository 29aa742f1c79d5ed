using System.Collections.Concurrent;
using HybridAi.Curate.Labelling;
using HybridAi.Serve.Routing;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Decisions;

/// <summary>Asks tiers for audits, at the project's expense. Labellers stay open: to open one may take longer than to ask it.</summary>
internal sealed partial class AuditTiers(OpenLabeller open, TimeProvider clock, ILogger log)
{
    private const int MostOpen = 64;
    private readonly ConcurrentDictionary<(string Project, string Dataset, string Labeller, string Version), ILabeller> _open = new();

    /// <summary>Asks a tier. That it could not be opened, has another version by now, or breaks off is its failure.</summary>
    public async Task<DecisionTier> AskAsync(Route route, RouteStep step, LabelRequest request, CancellationToken cancellation)
    {
        if (!(await OpenAsync(route, step, cancellation)).Succeeded(out var labeller, out var closed)) return Failed(step, closed, 0, null);
        var began = clock.GetTimestamp();
        try
        {
            return Read(route, step, await labeller.ProposeAsync(request, cancellation));
        }
        catch (Exception crash) when (!cancellation.IsCancellationRequested)
        {
            // A labeller tells its failures; one that throws is a defect of its own, and what it cost nobody knows.
            Log.Crashed(log, crash, step.Tier, request.RequestId);
            var fault = Fault.Unavailable("tier-crashed", $"{step.Labeller} broke off with {crash.GetType().Name}.");
            return Failed(step, fault, null, clock.GetElapsedTime(began));
        }
    }

    private async Task<Outcome<ILabeller>> OpenAsync(Route route, RouteStep step, CancellationToken cancellation)
    {
        var key = (route.Project.Name, route.DatasetHash, step.Labeller, step.LabellerVersion);
        if (_open.TryGetValue(key, out var kept)) return Success.Of(kept);
        if (!(await open(route.Project, route.DatasetHash, step.Labeller, cancellation)).Succeeded(out var labeller, out var fault)) return fault;
        if (labeller.Version != step.LabellerVersion)
            return Fault.Conflict("labeller-changed", $"{step.Labeller} is not what it was when the route was chosen: what it says now is nothing that the route could have heard.");
        if (_open.Count >= MostOpen) _open.Clear();
        return Success.Of(_open.GetOrAdd(key, labeller));
    }

    private static DecisionTier Read(Route route, RouteStep step, Proposal proposal)
    {
        if (proposal.Label is null)
            return Failed(step, proposal.Fault ?? Fault.BadInput("no-label", $"{step.Labeller} gave no label and no reason."), proposal.CostUsd, proposal.Latency);
        var said = proposal.ConfidenceSource == ConfidenceSource.Assumed ? (double?)null : proposal.Confidence;
        return new(step.Tier, step.Labeller, proposal.Label, said, null, proposal.CostUsd, proposal.Latency?.TotalMilliseconds)
        {
            Chances = DecisionTier.Packed(proposal.Chances?.In(route.Labels)), Novelty = proposal.Chances?.Novelty,
        };
    }

    // A text that a tier has no answer to is answered: to ask again would only cost again.
    private static DecisionTier Failed(RouteStep step, Fault fault, decimal? cost, TimeSpan? latency)
        => new(step.Tier, step.Labeller, null, null, null, cost, latency?.TotalMilliseconds, fault.Reason)
        {
            Passing = fault.Kind is FaultKind.Unavailable or FaultKind.Conflict && fault.Code != ChatLabeller.OffSchema,
        };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Tier {Tier} crashed in the audit of {Request}")]
        public static partial void Crashed(ILogger log, Exception crash, string tier, string request);
    }
}
