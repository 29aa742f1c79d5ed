using Dapper;

namespace HybridAi.Storage;

/// <summary>What a ledger line accounts for.</summary>
public enum LedgerKind
{
    /// <summary>One call of an LLM.</summary>
    ModelCall,

    /// <summary>One answered or refused prediction, with all of its tiers.</summary>
    Prediction,
}

/// <summary>One line of the account. What is not known is null, never zero.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Project">For which project.</param>
/// <param name="Kind">What the line accounts for.</param>
/// <param name="RequestId">The request or run that caused it.</param>
/// <param name="RecordId">The record it was about, where it has an id.</param>
/// <param name="Route">The route's hash, for predictions.</param>
/// <param name="Tier">The tier or purpose that ran.</param>
/// <param name="Model">Model alias or model hash.</param>
/// <param name="Label">The label answered.</param>
/// <param name="Confidence">Its confidence, 0 to 1.</param>
/// <param name="CostUsd">What it cost; null where the price is unknown.</param>
/// <param name="ReferenceCostUsd">What the reference tier would have cost for this prediction: an estimate; null where there is none.</param>
/// <param name="Latency">How long it took; null where it was not measured (recorded answers).</param>
/// <param name="InputTokens">Tokens sent, where the provider said so.</param>
/// <param name="OutputTokens">Tokens received, where the provider said so.</param>
/// <param name="Outcome"><c>ok</c>, or the code of the fault.</param>
public sealed record LedgerEntry(
    DateTimeOffset At,
    string Project,
    LedgerKind Kind,
    string RequestId,
    string? RecordId,
    string? Route,
    string Tier,
    string? Model,
    string? Label,
    double? Confidence,
    decimal? CostUsd,
    decimal? ReferenceCostUsd,
    TimeSpan? Latency,
    long? InputTokens,
    long? OutputTokens,
    string Outcome)
{
    /// <summary>The id of the API key that a model call came with; null: none, or not known.</summary>
    public string? Key { get; init; }

    /// <summary>The tenant whose model call it was; null: none, or not known.</summary>
    public string? Tenant { get; init; }
}

/// <summary>The append-only account of every model call and every prediction.</summary>
public sealed class Ledger(IDatabase database)
{
    private const string Insert =
        """
        INSERT INTO ledger (at, project, kind, request_id, record_id, route, tier, model, label, confidence, cost_nano,
          reference_cost_nano, latency_micros, input_tokens, output_tokens, outcome, key_id, tenant)
        VALUES (@At, @Project, @Kind, @RequestId, @RecordId, @Route, @Tier, @Model, @Label, @Confidence, @CostNano,
          @ReferenceCostNano, @LatencyMicros, @InputTokens, @OutputTokens, @Outcome, @Key, @Tenant)
        """;

    private static readonly string[] Kinds = Enum.GetNames<LedgerKind>();

    private static readonly SharedWrite<IReadOnlyCollection<LedgerEntry>> Write = new(place: 0, async (session, callers) =>
    {
        foreach (var lines in callers)
            foreach (var line in lines)
                await WriteAsync(session, line);
    });

    /// <summary>Appends the lines in one transaction, all of them or none, and together with what others write at the same time.</summary>
    /// <param name="entries">The lines.</param>
    /// <param name="cancellation">Ends the attempt before it has begun; what is being written is written.</param>
    public Task AppendAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled(cancellation);
        return entries.Count == 0 ? Task.CompletedTask : database.Writes.AddAsync(Write, entries);
    }

    /// <summary>The project's lines of one kind, oldest first.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> ReadAsync(string project, LedgerKind kind, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM ledger WHERE project = @project AND kind = @kind ORDER BY seq",
            new { project, kind = kind.ToString() }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToEntry())];
    }

    /// <summary>Writes a line within somebody's transaction.</summary>
    internal static Task<int> WriteAsync(Session session, LedgerEntry line) => session.ExecuteAsync(
        Insert,
        ("@At", line.At), ("@Project", line.Project), ("@Kind", Kinds[(int)line.Kind]), ("@RequestId", line.RequestId), ("@RecordId", line.RecordId),
        ("@Route", line.Route), ("@Tier", line.Tier), ("@Model", line.Model), ("@Label", line.Label), ("@Confidence", line.Confidence),
        ("@CostNano", Usd.ToNano(line.CostUsd)), ("@ReferenceCostNano", Usd.ToNano(line.ReferenceCostUsd)),
        ("@LatencyMicros", (long?)line.Latency?.TotalMicroseconds), ("@InputTokens", line.InputTokens), ("@OutputTokens", line.OutputTokens),
        ("@Outcome", line.Outcome), ("@Key", line.Key), ("@Tenant", line.Tenant));

    private sealed class Row
    {
        public DateTimeOffset At { get; init; }
        public string Project { get; init; } = "";
        public string Kind { get; init; } = "";
        public string RequestId { get; init; } = "";
        public string? RecordId { get; init; }
        public string? Route { get; init; }
        public string Tier { get; init; } = "";
        public string? Model { get; init; }
        public string? Label { get; init; }
        public double? Confidence { get; init; }
        public long? CostNano { get; init; }
        public long? ReferenceCostNano { get; init; }
        public long? LatencyMicros { get; init; }
        public long? InputTokens { get; init; }
        public long? OutputTokens { get; init; }
        public string Outcome { get; init; } = "";
        public string? KeyId { get; init; }
        public string? Tenant { get; init; }

        public LedgerEntry ToEntry() => new(
            At, Project, Enum.Parse<LedgerKind>(Kind), RequestId, RecordId, Route, Tier, Model, Label, Confidence, Usd.FromNano(CostNano),
            Usd.FromNano(ReferenceCostNano), LatencyMicros is { } micros ? TimeSpan.FromMicroseconds(micros) : null, InputTokens, OutputTokens, Outcome)
        {
            Key = KeyId, Tenant = Tenant,
        };
    }
}
