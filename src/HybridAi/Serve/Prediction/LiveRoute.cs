using HybridAi.Curate.Labelling;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Prediction;

/// <summary>A route with its labellers open. Immutable: a request keeps the one it began with, whatever goes live meanwhile.</summary>
/// <param name="Hash">The route's hash.</param>
/// <param name="Definition">The route.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="Versions">What every answer of it says it came from.</param>
/// <param name="OpenedAt">When its labellers were opened.</param>
internal sealed record LiveRoute(string Hash, Route Definition, IReadOnlyList<LiveStep> Steps, PredictionVersions Versions, DateTimeOffset OpenedAt)
{
    private readonly Dictionary<string, int> _labels = Definition.Labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);

    /// <summary>The route as an entity tag: another route, another tag.</summary>
    public string ETag { get; } = RouteTag.Of(Hash);

    /// <summary>What every answer of a route says it came from.</summary>
    public static PredictionVersions VersionsOf(StoredRoute stored, string arm)
    {
        var route = stored.Definition;
        var labellers = route.Steps.DistinctBy(step => step.Labeller).ToDictionary(step => step.Labeller, step => step.LabellerVersion);
        return new(route.ProjectVersion, stored.Hash, route.ModelHash, route.DatasetHash, labellers, arm);
    }

    /// <summary>The policy that a text goes along, by chance that can be drawn again, and with which probability.</summary>
    public (RoutingPolicy Policy, double Propensity) Draw(string requestId, string id)
    {
        var mixture = Definition.Policy;
        if (mixture.Dearer is null) return (mixture.Main, 1);
        var drawn = mixture.Of(SeededChance.Of(Hash, requestId, id));
        return (drawn, ReferenceEquals(drawn, mixture.Dearer) ? mixture.DearerShare : 1 - mixture.DearerShare);
    }

    /// <summary>A proposal as the policy reads it.</summary>
    public TierReply Read(Proposal proposal)
    {
        if (proposal.Label is null || !_labels.TryGetValue(proposal.Label, out var label)) return TierReply.None;
        return new(label, proposal.ConfidenceSource == ConfidenceSource.Assumed ? double.NaN : proposal.Confidence, proposal.Chances?.In(Definition.Labels));
    }

    /// <summary>Whether every labeller could be opened.</summary>
    public bool Whole => Steps.All(step => step.Labeller is not ClosedLabeller);
}

/// <summary>A step with the labeller that answers it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Labeller">Who answers.</param>
internal sealed record LiveStep(RouteStep Step, ILabeller Labeller);

/// <summary>Stands in for a labeller that could not be opened: its tier fails with the reason, and the route goes on to the next.</summary>
internal sealed class ClosedLabeller(RouteStep step, Fault fault) : ILabeller
{
    /// <inheritdoc/>
    public string Name => step.Labeller;

    /// <inheritdoc/>
    public string Version => step.LabellerVersion;

    /// <inheritdoc/>
    public ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
        => ValueTask.FromResult(Proposal.Failed(fault, 0, TimeSpan.Zero));
}

/// <summary>Routes as entity tags.</summary>
public static class RouteTag
{
    private const int Characters = 16;

    /// <summary>The tag of the route of this hash.</summary>
    public static string Of(string hash) => $"\"{hash[..Characters]}\"";
}
