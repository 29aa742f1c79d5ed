using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>A call that the ledger holds, as its provider counted it.</summary>
/// <param name="RecordId">What it was about; null for a call about several records.</param>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="Latency">How long it took; null where it was not measured.</param>
public sealed record CountedCall(string? RecordId, long InputTokens, long OutputTokens, TimeSpan? Latency);

/// <summary>What the ledger knows of a labeller's calls: the same prompt, model and project, so the next ones will be like them.</summary>
public sealed class CallHistory(IDatabase database)
{
    private const int MostCalls = 5_000;

    /// <summary>The newest calls of exactly this version of a labeller that ended well and were counted, the newest first.</summary>
    public async Task<IReadOnlyList<CountedCall>> OfAsync(string project, ILabeller labeller, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            SELECT l.record_id, l.input_tokens, l.output_tokens, l.latency_micros
            FROM ledger l JOIN labelling_runs r ON r.id = l.request_id
            WHERE l.project = @project AND l.kind = 'ModelCall' AND l.outcome = 'ok'
              AND l.input_tokens IS NOT NULL AND l.output_tokens IS NOT NULL
              AND r.labeller = @Name AND r.labeller_version = @Version
            ORDER BY l.seq DESC LIMIT @MostCalls
            """,
            new { project, labeller.Name, labeller.Version, MostCalls }, cancellationToken: cancellation));
        return [.. rows.Select(row => new CountedCall(
            row.RecordId, row.InputTokens, row.OutputTokens, row.LatencyMicros is { } micros ? TimeSpan.FromMicroseconds(micros) : null))];
    }

    private sealed class Row
    {
        public string? RecordId { get; init; }
        public long InputTokens { get; init; }
        public long OutputTokens { get; init; }
        public long? LatencyMicros { get; init; }
    }
}
