using Dapper;
using HybridAi.Storage;

namespace HybridAi.Serve.Batch;

/// <summary>A batch as reports see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Route">The route that it goes along.</param>
/// <param name="InputHash">SHA-256 of its input.</param>
/// <param name="Answered">Rows with a label.</param>
/// <param name="Failed">Rows without.</param>
/// <param name="Tiers">Rows by the tier whose answer stands.</param>
/// <param name="CostUsd">What they cost, as far as known; the paid calls among them stand in the ledger, too.</param>
/// <param name="Unpriced">Rows of unknown cost.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null: it has not.</param>
public sealed record StoredBatch(
    string Id, string Route, string InputHash, long Answered, long Failed, IReadOnlyDictionary<string, long> Tiers, decimal CostUsd, long Unpriced, DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt);

/// <summary>The batches of all projects: counted as a whole when they end.</summary>
public sealed class BatchStore(IDatabase database, TimeProvider clock)
{
    /// <summary>The project's batches, the newest first.</summary>
    public async Task<IReadOnlyList<StoredBatch>> ListAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM batches WHERE project = @project ORDER BY started_at DESC, id DESC", new { project }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToBatch())];
    }

    /// <summary>A batch begins, or goes on.</summary>
    internal async Task BeginAsync(string project, BatchState state, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO batches (id, project, route, input_hash, answered, failed, tiers, cost_nano, unpriced, started_at)
            VALUES (@Id, @project, @Route, @Input, 0, 0, '{}', 0, 0, @now) ON CONFLICT (id) DO NOTHING
            """,
            new { state.Id, project, state.Route, state.Input, now = clock.GetUtcNow() }, cancellationToken: cancellation));
    }

    /// <summary>A batch has ended.</summary>
    internal async Task EndAsync(BatchState state, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE batches SET answered = @answered, failed = @Failed, tiers = @tiers, cost_nano = @CostNano, unpriced = @Unpriced, ended_at = @now WHERE id = @Id
            """,
            new { state.Id, answered = state.Rows - state.Failed, state.Failed, tiers = Json.Write(state.Tiers), state.CostNano, state.Unpriced, now = clock.GetUtcNow() },
            cancellationToken: cancellation));
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Route { get; init; } = "";
        public string InputHash { get; init; } = "";
        public long Answered { get; init; }
        public long Failed { get; init; }
        public string Tiers { get; init; } = "";
        public long CostNano { get; init; }
        public long Unpriced { get; init; }
        public DateTimeOffset StartedAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }

        public StoredBatch ToBatch() => new(
            Id, Route, InputHash, Answered, Failed, Json.Read<Dictionary<string, long>>(Tiers), Usd.FromNano(CostNano)!.Value, Unpriced, StartedAt, EndedAt);
    }
}
