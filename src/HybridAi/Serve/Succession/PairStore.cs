using Dapper;
using HybridAi.Learning.OffPolicy;
using HybridAi.Storage;

namespace HybridAi.Serve.Succession;

/// <summary>The requests that champion and candidate both met. They are the state of the comparison: after a restart it is made of them again.</summary>
public sealed class PairStore(IDatabase database, TimeProvider clock)
{
    /// <summary>Keeps the pairs; a text of the same id in the same request is kept once.</summary>
    internal async Task AddAsync(string successionId, IReadOnlyCollection<SuccessionPair> pairs, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO succession_pairs (succession_id, request_id, record_id, served, champion_end, champion_label, candidate_end, candidate_label, created_at)
            VALUES (@successionId, @RequestId, @RecordId, @Served, @ChampionEnd, @ChampionLabel, @CandidateEnd, @CandidateLabel, @now)
            ON CONFLICT (succession_id, request_id, record_id) DO NOTHING
            """,
            pairs.Select(pair => new
            {
                successionId, pair.RequestId, pair.RecordId, Served = pair.Served.ToString(), ChampionEnd = pair.Champion.End.ToString(),
                ChampionLabel = pair.Champion.Label, CandidateEnd = pair.Candidate.End.ToString(), CandidateLabel = pair.Candidate.Label, now,
            }),
            transaction.Inner, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Judges the pair of an audited request: once, and only where both answers can be known.</summary>
    /// <returns>Whether a pair was judged now.</returns>
    internal async Task<bool> JudgeAsync(string successionId, AuditedDecision audit, string truth, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var key = new { successionId, audit.RequestId, audit.RecordId };
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            """
            SELECT * FROM succession_pairs
            WHERE succession_id = @successionId AND request_id = @RequestId AND record_id = @RecordId AND judged_at IS NULL
            """,
            key, cancellationToken: cancellation));
        if (row?.ToPair() is not { } pair || !pair.Champion.Judgeable(audit.Reference) || !pair.Candidate.Judgeable(audit.Reference)) return false;
        var (champion, candidate) = (pair.Champion.Given(audit.Reference), pair.Candidate.Given(audit.Reference));
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE succession_pairs SET champion_label = @champion, candidate_label = @candidate, champion_right = @ChampionRight, candidate_right = @CandidateRight,
              judged_at = @now
            WHERE seq = @Seq AND judged_at IS NULL
            """,
            new
            {
                row.Seq, champion, candidate, ChampionRight = champion == truth ? 1L : 0, CandidateRight = candidate == truth ? 1L : 0, now = clock.GetUtcNow(),
            },
            cancellationToken: cancellation)) == 1;
    }

    /// <summary>The pairs of a succession: judged ones in the order in which they were judged, then the others.</summary>
    internal async Task<IReadOnlyList<SuccessionPair>> ReadAsync(string successionId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM succession_pairs WHERE succession_id = @successionId ORDER BY CASE WHEN judged_at IS NULL THEN 1 ELSE 0 END, judged_at, seq",
            new { successionId }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToPair())];
    }

    private sealed class Row
    {
        public long Seq { get; init; }
        public string RequestId { get; init; } = "";
        public string RecordId { get; init; } = "";
        public string Served { get; init; } = "";
        public string ChampionEnd { get; init; } = "";
        public string? ChampionLabel { get; init; }
        public string CandidateEnd { get; init; } = "";
        public string? CandidateLabel { get; init; }
        public long? ChampionRight { get; init; }
        public long? CandidateRight { get; init; }

        public SuccessionPair ToPair() => new(
            RequestId, RecordId, Enum.Parse<Side>(Served), new(Enum.Parse<WayEnd>(ChampionEnd), ChampionLabel), new(Enum.Parse<WayEnd>(CandidateEnd), CandidateLabel))
        {
            Right = ChampionRight is { } champion && CandidateRight is { } candidate ? (champion == 1, candidate == 1) : null,
        };
    }
}
