using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>The rules of all projects, with their candidates.</summary>
public sealed class AutoAcceptStore(IDatabase database, TimeProvider clock)
{
    /// <summary>Sets the project's rule and candidates in the place of what there was.</summary>
    public async Task SetAsync(string project, AutoAcceptRule rule, IReadOnlyList<AutoAcceptCandidate> candidates, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO auto_accepts (project, rule, state, created_at, updated_at)
            VALUES (@project, @rule, @state, @now, @now)
            ON CONFLICT (project) DO UPDATE SET rule = excluded.rule, state = excluded.state,
              created_at = excluded.created_at, updated_at = excluded.updated_at
            """,
            new { project, rule = Json.Write(rule), state = nameof(AutoAcceptState.Auditing), now = clock.GetUtcNow() },
            transaction.Inner, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM auto_accept_candidates WHERE project = @project", new { project }, transaction.Inner, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO auto_accept_candidates (project, place, record_id, label, labeller, doubt)
            VALUES (@project, @Place, @RecordId, @Label, @Labeller, @Doubt)
            """,
            candidates.Select(one => new { project, one.Place, one.RecordId, one.Label, one.Labeller, one.Doubt }),
            transaction.Inner, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The project's rule and how it stood last; null where none is set.</summary>
    public async Task<(AutoAcceptRule Rule, AutoAcceptState State)?> FindAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT rule, state FROM auto_accepts WHERE project = @project", new { project }, cancellationToken: cancellation));
        return row is null ? null : (Json.Read<AutoAcceptRule>(row.Rule), Enum.Parse<AutoAcceptState>(row.State));
    }

    /// <summary>The candidates, the least doubtful first.</summary>
    public async Task<IReadOnlyList<AutoAcceptCandidate>> CandidatesAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Candidate>(new CommandDefinition(
            "SELECT * FROM auto_accept_candidates WHERE project = @project ORDER BY place", new { project }, cancellationToken: cancellation));
        return [.. rows.Select(row => new AutoAcceptCandidate((int)row.Place, row.RecordId, row.Label, row.Labeller, row.Doubt))];
    }

    /// <summary>Keeps how the rule stands now.</summary>
    public async Task KeepAsync(string project, AutoAcceptState state, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE auto_accepts SET state = @state, updated_at = @now WHERE project = @project",
            new { project, state = state.ToString(), now = clock.GetUtcNow() }, cancellationToken: cancellation));
    }

    private sealed class Row
    {
        public string Rule { get; init; } = "";
        public string State { get; init; } = "";
    }

    private sealed class Candidate
    {
        public long Place { get; init; }
        public string RecordId { get; init; } = "";
        public string Label { get; init; } = "";
        public string Labeller { get; init; } = "";
        public double Doubt { get; init; }
    }
}
