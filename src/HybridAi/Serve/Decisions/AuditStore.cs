using Dapper;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Serve.Decisions;

/// <summary>The queue of audits and what came of them.</summary>
public sealed class AuditStore(IDatabase database, TimeProvider clock)
{
    // The condition stands twice: PostgreSQL checks only the outer one again when two processes reached for the same row.
    private const string Claim =
        """
        UPDATE audits SET attempts = attempts + 1, next_at = @silentAt
        WHERE state = 'Open' AND next_at <= @now AND decision IN (
          SELECT decision FROM audits WHERE state = 'Open' AND next_at <= @now ORDER BY next_at, decision LIMIT @take)
        RETURNING *
        """;

    /// <summary>
    /// Ends the audits that wait for a person who has spoken by now. Where people are the reference their word is what the route's answer is compared with.
    /// </summary>
    internal const string EndJudged =
        $"""
        WITH judged AS (
          SELECT d.id, d.project, d.label AS answered, d.outcome, COALESCE(d.gold, s.label) AS label FROM audits a JOIN decisions d ON d.id = a.decision
          LEFT JOIN records r ON r.project = d.project AND r.hash = d.text_hash AND r.duplicate_of IS NULL
          LEFT JOIN resolutions s ON s.project = r.project AND s.record_id = r.id
          WHERE a.state = 'Waiting')
        UPDATE audits SET state = 'Done', text = NULL, ended_at = @now,
          reference_label = COALESCE(reference_label, (SELECT g.label FROM judged g WHERE g.id = audits.decision)),
          agrees = COALESCE(agrees, (
            SELECT CASE WHEN g.outcome = '{PersonLabeller.Asked}' OR g.answered = g.label THEN 1 ELSE 0 END FROM judged g WHERE g.id = audits.decision))
        WHERE state = 'Waiting' AND decision IN (SELECT id FROM judged WHERE label IS NOT NULL)
        """;

    /// <summary>The audit of a decision; null where it was not drawn.</summary>
    public async Task<Audit?> FindAsync(string project, string decision, CancellationToken cancellation)
        => (await QueryAsync("SELECT * FROM audits WHERE project = @project AND decision = @decision", new { project, decision }, cancellation)).SingleOrDefault();

    /// <summary>The audits of decisions of a period, by decision, in the order in which they were drawn.</summary>
    /// <param name="project">The project.</param>
    /// <param name="from">Drawn from then on; null: from the first.</param>
    /// <param name="until">Drawn before then; null: to the last.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<IReadOnlyDictionary<string, Audit>> DrawnAsync(
        string project, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancellation)
        => (await QueryAsync(
            "SELECT * FROM audits WHERE project = @project AND created_at >= @from AND created_at < @until ORDER BY created_at, decision",
            new { project, from = from ?? DateTimeOffset.MinValue, until = until ?? DateTimeOffset.MaxValue }, cancellation))
            .ToDictionary(audit => audit.Decision);

    /// <summary>The texts that wait for a person, oldest first.</summary>
    public async Task<IReadOnlyList<WaitingAudit>> WaitingAsync(string project, int limit, CancellationToken cancellation)
        => [.. (await QueryAsync(
            "SELECT * FROM audits WHERE project = @project AND state = 'Waiting' ORDER BY created_at, decision LIMIT @limit", new { project, limit }, cancellation))
            .Select(audit => new WaitingAudit(audit.Decision, audit.Text!, audit.CreatedAt))];

    /// <summary>What the audits of the project's served decisions say.</summary>
    /// <param name="project">The project.</param>
    /// <param name="route">The route that decided; null: all of them together.</param>
    /// <param name="from">Drawn from then on; null: from the first.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<AuditFigures> FiguresAsync(string project, string? route, DateTimeOffset? from, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var sums = await connection.QuerySingleAsync<Sums>(new CommandDefinition(
            $"""
             SELECT COUNT(*) AS drawn, COUNT(CASE WHEN a.state = 'Open' THEN 1 END) AS open, COUNT(CASE WHEN a.state = 'Waiting' THEN 1 END) AS waiting,
               COUNT(CASE WHEN a.state = 'Failed' THEN 1 END) AS failed, COUNT(a.agrees) AS compared, COUNT(CASE WHEN a.agrees = 1 THEN 1 END) AS agreeing,
               COUNT(CASE WHEN a.agrees IS NOT NULL THEN g.label END) AS gold,
               COUNT(CASE WHEN a.agrees = 0 AND d.label = g.label THEN 1 END) AS only_route_right,
               COUNT(CASE WHEN a.agrees = 0 AND a.reference_label = g.label THEN 1 END) AS only_reference_right,
               COUNT(CASE WHEN a.agrees IS NOT NULL AND (d.label = g.label OR d.outcome = '{PersonLabeller.Asked}') THEN 1 END) AS route_right
             FROM audits a JOIN decisions d ON d.id = a.decision
             LEFT JOIN (
               SELECT e.id, COALESCE(e.gold, s.label) AS label FROM decisions e
               LEFT JOIN records r ON r.project = e.project AND r.hash = e.text_hash AND r.duplicate_of IS NULL
               LEFT JOIN resolutions s ON s.project = r.project AND s.record_id = r.id
               WHERE e.project = @project) g ON g.id = d.id
             WHERE a.project = @project AND a.created_at >= @from AND d.arm <> @Shadow {(route is null ? "" : "AND d.route = @route")}
             """,
            new { project, route, from = from ?? DateTimeOffset.MinValue, DecisionArms.Shadow }, cancellationToken: cancellation));
        return new(
            (int)sums.Drawn, (int)sums.Open, (int)sums.Waiting, (int)sums.Failed, (int)sums.Compared, (int)sums.Agreeing, (int)sums.Gold,
            (int)sums.OnlyRouteRight, (int)sums.OnlyReferenceRight, (int)sums.RouteRight);
    }

    /// <summary>Ends the audits for which people have spoken.</summary>
    internal async Task EndJudgedAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(EndJudged, new { now = clock.GetUtcNow() }, cancellationToken: cancellation));
    }

    /// <summary>Takes what is due; whoever is silent for longer than <paramref name="lease"/> loses it to the next who asks.</summary>
    internal Task<IReadOnlyList<Audit>> ClaimAsync(int take, TimeSpan lease, CancellationToken cancellation)
        => QueryAsync(Claim, new { now = clock.GetUtcNow(), silentAt = clock.GetUtcNow() + lease, take }, cancellation);

    /// <summary>Writes how far an audit has come, unless somebody else has taken it over. Its text goes when it ends.</summary>
    internal async Task WriteAsync(Audit audit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE audits SET state = @State, answers = @Answers, reference_label = @ReferenceLabel, agrees = @Agrees, error = @Error, next_at = @NextAt,
              ended_at = @EndedAt, text = CASE WHEN @Ended = 1 THEN NULL ELSE text END
            WHERE decision = @Decision AND state = 'Open' AND attempts = @Attempts
            """,
            new
            {
                State = audit.State.ToString(), Answers = Json.Write(audit.Answers), audit.ReferenceLabel, Agrees = (long?)(audit.Agrees switch { true => 1, false => 0, null => null }),
                audit.Error, audit.NextAt, audit.EndedAt, Ended = audit.State is AuditState.Done or AuditState.Failed ? 1 : 0, audit.Decision, audit.Attempts,
            },
            cancellationToken: cancellation));
    }

    private async Task<IReadOnlyList<Audit>> QueryAsync(string sql, object parameters, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToAudit())];
    }

    private sealed class Sums
    {
        public long Drawn { get; init; }
        public long Open { get; init; }
        public long Waiting { get; init; }
        public long Failed { get; init; }
        public long Compared { get; init; }
        public long Agreeing { get; init; }
        public long Gold { get; init; }
        public long OnlyRouteRight { get; init; }
        public long OnlyReferenceRight { get; init; }
        public long RouteRight { get; init; }
    }

    private sealed class Row
    {
        public string Decision { get; init; } = "";
        public string Project { get; init; } = "";
        public string? Text { get; init; }
        public string Judge { get; init; } = "";
        public string State { get; init; } = "";
        public long Attempts { get; init; }
        public DateTimeOffset NextAt { get; init; }
        public string Answers { get; init; } = "";
        public string? ReferenceLabel { get; init; }
        public long? Agrees { get; init; }
        public string? Error { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }

        public Audit ToAudit() => new(
            Decision, Project, Enum.Parse<AuditJudge>(Judge), Enum.Parse<AuditState>(State), (int)Attempts, Json.Read<IReadOnlyList<DecisionTier>>(Answers),
            ReferenceLabel, Agrees is { } agrees ? agrees == 1 : null, Error, CreatedAt, EndedAt)
        {
            Text = Text, NextAt = NextAt,
        };
    }
}
