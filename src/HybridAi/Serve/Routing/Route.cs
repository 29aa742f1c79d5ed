using System.Text.Json.Serialization;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Serve.Routing;

/// <summary>One tier of a route.</summary>
/// <param name="Tier">The tier's name.</param>
/// <param name="Labeller">Who answers, by name.</param>
/// <param name="LabellerVersion">The labeller's hash when the route was chosen: another version is another labeller and needs another route.</param>
/// <param name="Threshold">
/// An answer of most labels that is at least this reliable once this tier has answered ends the walk, 0 to 1; null on the last step, whose answer always stands,
/// and where no answer does.
/// </param>
/// <param name="CostPerCallUsd">Mean cost of a call on the rows it was chosen on; null where the price is unknown.</param>
/// <param name="LatencyP95Ms">95th percentile of a call's time on those rows, in milliseconds; null where it was not measured.</param>
public sealed record RouteStep(string Tier, string Labeller, string LabellerVersion, double? Threshold, decimal? CostPerCallUsd, double? LatencyP95Ms = null);

/// <summary>The tier that quality and savings are measured against.</summary>
/// <param name="Tier">The tier's name.</param>
/// <param name="Labeller">Who answers, by name.</param>
/// <param name="LabellerVersion">The labeller's hash.</param>
/// <param name="CostPerCallUsd">Mean cost of a call on the rows that the route was chosen on; null where the price is unknown.</param>
public sealed record RouteReference(string Tier, string Labeller, string LabellerVersion, decimal? CostPerCallUsd);

/// <summary>
/// Tiers, the policy that says which of them is asked next and when an answer stands, and the evidence for it. Immutable and whole: it carries the project's
/// definition, so that a later change of the guideline does not change what a live route answers.
/// </summary>
/// <param name="Project">The project as it stood.</param>
/// <param name="ProjectVersion">Its version.</param>
/// <param name="Steps">The tiers in the order of their price, at least one; the policy knows them by their index.</param>
/// <param name="Policy">What is asked next, and when an answer stands.</param>
/// <param name="Labels">The labels that the policy numbers.</param>
/// <param name="Reference">What quality and savings are measured against.</param>
/// <param name="ModelHash">The model behind the classical tier; null where there is none.</param>
/// <param name="DatasetHash">The dataset whose held-out rows the route was chosen on.</param>
/// <param name="Evidence">How it was chosen and how it did.</param>
public sealed record Route(
    Project Project,
    long ProjectVersion,
    IReadOnlyList<RouteStep> Steps,
    RoutePolicy Policy,
    IReadOnlyList<string> Labels,
    RouteReference Reference,
    string? ModelHash,
    string DatasetHash,
    RouteEvidence Evidence)
{
    /// <summary>The route's name by its content.</summary>
    public string Hash() => ContentHash.OfJson(this);

    /// <summary>Whether nothing but the reference is asked: what needs no certificate, since its floor is measured by it.</summary>
    [JsonIgnore]
    public bool IsReferenceAlone => Steps is [var only] && only.Labeller == Reference.Labeller && only.LabellerVersion == Reference.LabellerVersion;

    /// <summary>Whether requests may be sent along it: it was shown to hold its floor, or is the reference alone.</summary>
    [JsonIgnore]
    public bool MayGoLive => IsReferenceAlone || Evidence.Certificate.State == CertificateState.Certified;

    /// <summary>The steps for a person: <c>classical ≥ 0.82 → large-llm</c>.</summary>
    public override string ToString()
        => string.Join(" → ", Steps.Select(
            step => step.Threshold is { } threshold ? FormattableString.Invariant($"{step.Tier} ≥ {threshold:0.###}") : step.Tier));
}
