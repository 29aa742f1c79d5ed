using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>A project's rule as it was last kept.</summary>
/// <param name="Rule">What is asked.</param>
/// <param name="State">How it stood.</param>
/// <param name="Accepted">From how many of the least doubtful places labels were accepted.</param>
/// <param name="UpdatedAt">Since when.</param>
public sealed record AutoAcceptEntry(AutoAcceptRule Rule, AutoAcceptState State, int Accepted, DateTimeOffset UpdatedAt);

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
            INSERT INTO auto_accepts (project, rule, state, accepted, created_at, updated_at)
            VALUES (@project, @rule, @state, 0, @now, @now)
            ON CONFLICT (project) DO UPDATE SET rule = excluded.rule, state = excluded.state, accepted = excluded.accepted,
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
    public async Task<AutoAcceptEntry?> FindAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT rule, state, accepted, updated_at FROM auto_accepts WHERE project = @project", new { project }, cancellationToken: cancellation));
        return row?.ToEntry();
    }

    /// <summary>The candidates, the least doubtful first.</summary>
    public async Task<IReadOnlyList<AutoAcceptCandidate>> CandidatesAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Candidate>(new CommandDefinition(
            "SELECT * FROM auto_accept_candidates WHERE project = @project ORDER BY place", new { project }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToCandidate())];
    }

    /// <summary>The candidate that a record is; null where it is none.</summary>
    public async Task<AutoAcceptCandidate?> CandidateAsync(string project, string recordId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<Candidate>(new CommandDefinition(
            "SELECT * FROM auto_accept_candidates WHERE project = @project AND record_id = @recordId", new { project, recordId },
            cancellationToken: cancellation));
        return row?.ToCandidate();
    }

    /// <summary>Keeps how the rule stands now: its state, and from how many of the least doubtful places labels are accepted.</summary>
    public async Task KeepAsync(string project, AutoAcceptState state, int accepted, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE auto_accepts SET state = @state, accepted = @accepted, updated_at = @now WHERE project = @project",
            new { project, state = state.ToString(), accepted, now = clock.GetUtcNow() }, cancellationToken: cancellation));
    }

    private sealed class Row
    {
        public string Rule { get; init; } = "";
        public string State { get; init; } = "";
        public long Accepted { get; init; }
        public DateTimeOffset UpdatedAt { get; init; }

        public AutoAcceptEntry ToEntry() => new(Json.Read<AutoAcceptRule>(Rule), Enum.Parse<AutoAcceptState>(State), (int)Accepted, UpdatedAt);
    }

    private sealed class Candidate
    {
        public long Place { get; init; }
        public string RecordId { get; init; } = "";
        public string Label { get; init; } = "";
        public string Labeller { get; init; } = "";
        public double Doubt { get; init; }

        public AutoAcceptCandidate ToCandidate() => new((int)Place, RecordId, Label, Labeller, Doubt);
    }
}
