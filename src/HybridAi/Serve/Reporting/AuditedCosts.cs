using HybridAi.Serve.Decisions;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Serve.Reporting;

/// <summary>What the reference cost on audited predictions.</summary>
internal sealed class AuditedCosts(RouteStore routes)
{
    private const int Most = 20_000;

    /// <summary>One cost in US dollars for each audit of a project that knows it, from the newest on.</summary>
    public async Task<IReadOnlyList<decimal>> ReadAsync(ScopedQueries queries, string project, CancellationToken cancellation)
    {
        var audits = await queries.QueryAsync<Row>(
            $"""
             SELECT d.route, d.asked, a.answers FROM audits a JOIN decisions d ON d.id = a.decision
             WHERE d.project = @only AND {queries.Within("d.")} AND d.arm <> @Shadow AND a.state <> 'Open' ORDER BY d.seq DESC LIMIT {Most}
             """, new { only = project, DecisionArms.Shadow });
        var references = new Dictionary<string, string?>(StringComparer.Ordinal);
        var costs = new List<decimal>();
        foreach (var audit in audits)
        {
            if (!references.TryGetValue(audit.Route, out var reference))
            {
                var found = await routes.FindAsync(project, audit.Route, cancellation);
                references[audit.Route] = reference = found.Succeeded(out var route, out _) ? route.Definition.Reference.Tier : null;
            }

            if (CostOf(audit, reference) is { } cost) costs.Add(cost);
        }

        return costs;
    }

    // Both may have heard it: what the audit says then holds, since a request that was answered needs no second hearing.
    private static decimal? CostOf(Row audit, string? reference)
        => (Json.Read<IReadOnlyList<DecisionTier>>(audit.Answers).FirstOrDefault(answer => answer.Tier == reference)
            ?? Json.Read<IReadOnlyList<DecisionTier>>(audit.Asked).FirstOrDefault(answer => answer.Tier == reference))?.CostUsd;

    private sealed class Row
    {
        public string Route { get; init; } = "";
        public string Asked { get; init; } = "";
        public string Answers { get; init; } = "";
    }
}
