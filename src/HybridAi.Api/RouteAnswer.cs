using HybridAi.Serve.Routing;

namespace HybridAi.Api;

/// <summary>A route as callers see it: without the project's definition, which stands under the project.</summary>
/// <param name="Hash">Its name.</param>
/// <param name="Summary">The steps for a person: <c>classical ≥ 0.82 → large-llm</c>.</param>
/// <param name="ProjectVersion">The project's version that it was built for.</param>
/// <param name="Steps">The steps in the order in which they are asked.</param>
/// <param name="Reference">What quality and savings are measured against.</param>
/// <param name="Model">The model of the classical tier; null where there is none.</param>
/// <param name="Dataset">The dataset whose held-out rows it was chosen on.</param>
/// <param name="Evidence">How it was chosen and how it did.</param>
/// <param name="CreatedAt">When it was built.</param>
public sealed record RouteAnswer(
    string Hash,
    string Summary,
    long ProjectVersion,
    IReadOnlyList<RouteStep> Steps,
    RouteReference Reference,
    string? Model,
    string Dataset,
    RouteEvidence Evidence,
    DateTimeOffset CreatedAt)
{
    internal static RouteAnswer Of(StoredRoute route) => new(
        route.Hash, route.Definition.ToString(), route.Definition.ProjectVersion, route.Definition.Steps, route.Definition.Reference,
        route.Definition.ModelHash, route.Definition.DatasetHash, route.Definition.Evidence, route.CreatedAt);
}
