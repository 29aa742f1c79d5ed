using Dapper;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Serve.Decisions;

/// <summary>Reads the decisions of all projects, and takes in what people say of them.</summary>
public sealed class DecisionStore(IDatabase database, RouteStore routes, TimeProvider clock)
{
    // A record that people have labelled speaks for every decision on the very same text.
    private const string Select =
        """
        SELECT d.*, COALESCE(d.gold, s.label) AS known_gold FROM decisions d
        LEFT JOIN records r ON r.project = d.project AND r.hash = d.text_hash AND r.duplicate_of IS NULL
        LEFT JOIN resolutions s ON s.project = r.project AND s.record_id = r.id
        """;

    /// <summary>A page of the project's decisions, newest first.</summary>
    /// <param name="project">The project.</param>
    /// <param name="before">Older than the decision of this place in the log; null: from the newest on.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Cancels.</param>
    public Task<IReadOnlyList<Decision>> PageAsync(string project, long? before, int limit, CancellationToken cancellation)
        => QueryAsync(
            $"{Select} WHERE d.project = @project AND d.seq < @before ORDER BY d.seq DESC LIMIT @limit",
            new { project, before = before ?? long.MaxValue, limit }, cancellation);

    /// <summary>The decision, or the fault <c>decision-unknown</c>.</summary>
    public async Task<Outcome<Decision>> FindAsync(string project, string id, CancellationToken cancellation)
        => (await QueryAsync($"{Select} WHERE d.project = @project AND d.id = @id", new { project, id }, cancellation)) is [var found]
            ? found
            : Fault.NotFound("decision-unknown", $"'{project}' has no decision '{id}'.");

    /// <summary>The newest decisions that were served within a period, oldest first; those of shadows are left out.</summary>
    /// <param name="project">The project.</param>
    /// <param name="from">From then on; null: from the first.</param>
    /// <param name="until">Before then; null: to the last.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<IReadOnlyList<Decision>> ServedAsync(
        string project, DateTimeOffset? from, DateTimeOffset? until, int limit, CancellationToken cancellation)
    {
        var newest = await QueryAsync(
            $"""
             {Select} WHERE d.project = @project AND d.at >= @from AND d.at < @until AND d.arm <> @Shadow ORDER BY d.seq DESC LIMIT @limit
             """,
            new { project, from = from ?? DateTimeOffset.MinValue, until = until ?? DateTimeOffset.MaxValue, DecisionArms.Shadow, limit }, cancellation);
        return [.. newest.Reverse()];
    }

    /// <summary>Takes in what a person says is right; a later word replaces an earlier one, and ends an audit that waited for it.</summary>
    /// <returns>The decision, or a fault: <c>decision-unknown</c>, <c>label-unknown</c>.</returns>
    public async Task<Outcome<Decision>> JudgeAsync(string project, string id, string label, string by, CancellationToken cancellation)
    {
        if (!(await FindAsync(project, id, cancellation)).Succeeded(out var decision, out var fault)) return fault;
        if (!(await routes.FindAsync(project, decision.Route, cancellation)).Succeeded(out var route, out fault)) return fault;
        if (!route.Definition.Labels.Contains(label))
            return Fault.BadInput("label-unknown", $"The route of this decision has no label '{label}'. Known: {string.Join(", ", route.Definition.Labels)}.", "label");
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE decisions SET gold = @label, gold_by = @by, gold_at = @now WHERE id = @id", new { label, by, now, id }, transaction.Inner, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition(AuditStore.EndJudged, new { now }, transaction.Inner, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
        return decision with { Gold = label };
    }

    /// <summary>Deletes what is older, of all projects, with its audits.</summary>
    /// <returns>How many decisions.</returns>
    public async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM audits WHERE created_at < @before", new { before }, transaction.Inner, cancellationToken: cancellation));
        var decisions = await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM decisions WHERE at < @before", new { before }, transaction.Inner, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
        return decisions;
    }

    private async Task<IReadOnlyList<Decision>> QueryAsync(string sql, object parameters, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToDecision())];
    }

    private sealed class Row
    {
        public long Seq { get; init; }
        public string Id { get; init; } = "";
        public string Project { get; init; } = "";
        public DateTimeOffset At { get; init; }
        public string RequestId { get; init; } = "";
        public string RecordId { get; init; } = "";
        public string Route { get; init; } = "";
        public string Arm { get; init; } = "";
        public string TextHash { get; init; } = "";
        public string? Label { get; init; }
        public double Reliability { get; init; }
        public string? Tier { get; init; }
        public string Outcome { get; init; } = "";
        public long? CostNano { get; init; }
        public long? ReferenceCostNano { get; init; }
        public string Asked { get; init; } = "";
        public string Ways { get; init; } = "";
        public string? KnownGold { get; init; }

        public Decision ToDecision() => new(
            Id, Project, At, RequestId, RecordId, Route, Arm, TextHash, Label, Reliability, Tier, Outcome, Usd.FromNano(CostNano),
            Usd.FromNano(ReferenceCostNano), Json.Read<IReadOnlyList<DecisionTier>>(Asked), Json.Read<IReadOnlyList<DecisionWay>>(Ways))
        {
            Seq = Seq, Gold = KnownGold,
        };
    }
}
