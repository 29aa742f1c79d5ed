using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>The journal of proposed labels: one line a record, labeller and labeller version.</summary>
public sealed class LabelStore(IDatabase database)
{
    // A label that stands is never overwritten: it was paid for. A failure is, when the labeller was asked again.
    private const string Upsert =
        """
        INSERT INTO labels (project, record_id, labeller, labeller_version, run_id, label, confidence, confidence_source, reason, cost_nano,
          latency_micros, created_at)
        VALUES (@Project, @RecordId, @Labeller, @LabellerVersion, @RunId, @Label, @Confidence, @ConfidenceSource, @Reason, @CostNano, @LatencyMicros, @CreatedAt)
        ON CONFLICT (project, record_id, labeller, labeller_version) DO UPDATE
        SET run_id = excluded.run_id, label = excluded.label, confidence = excluded.confidence, confidence_source = excluded.confidence_source,
          reason = excluded.reason, cost_nano = excluded.cost_nano, latency_micros = excluded.latency_micros, created_at = excluded.created_at,
          attempts = labels.attempts + 1
        WHERE labels.label IS NULL
        """;

    /// <summary>Journals the labels in one transaction.</summary>
    public async Task SaveAsync(string project, IReadOnlyCollection<Label> labels, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            Upsert, labels.Select(label => Row.From(project, label)), transaction.Inner, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Journals a label in a transaction that is under way.</summary>
    internal static Task<int> WriteAsync(Session session, string project, Label label) => session.ExecuteAsync(
        Upsert, ("@Project", project), ("@RecordId", label.RecordId), ("@Labeller", label.Labeller), ("@LabellerVersion", label.LabellerVersion),
        ("@RunId", label.RunId), ("@Label", label.Value), ("@Confidence", label.Confidence), ("@ConfidenceSource", label.ConfidenceSource.ToString()),
        ("@Reason", label.Reason), ("@CostNano", Usd.ToNano(label.CostUsd)), ("@LatencyMicros", (long?)label.Latency?.TotalMicroseconds), ("@CreatedAt", label.CreatedAt));

    /// <summary>The ids of the records that this version of the labeller has labelled already.</summary>
    public async Task<IReadOnlySet<string>> LabelledAsync(string project, ILabeller labeller, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var ids = await connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT record_id FROM labels
            WHERE project = @project AND labeller = @Name AND labeller_version = @Version AND label IS NOT NULL
            """,
            new { project, labeller.Name, labeller.Version }, cancellationToken: cancellation));
        return ids.ToHashSet();
    }

    /// <summary>The newest label of each record by the labeller of this name, whatever its version, failures included.</summary>
    public Task<IReadOnlyDictionary<string, Label>> NewestAsync(string project, string labeller, CancellationToken cancellation)
        => QueryAsync(
            """
            SELECT l.* FROM labels l
            WHERE l.project = @project AND l.labeller = @labeller AND l.seq =
              (SELECT MAX(m.seq) FROM labels m WHERE m.project = l.project AND m.record_id = l.record_id AND m.labeller = l.labeller)
            """,
            new { project, labeller }, cancellation);

    /// <summary>The labels that exactly this version of a labeller gave, failures included, by record.</summary>
    public Task<IReadOnlyDictionary<string, Label>> OfVersionAsync(string project, ILabeller labeller, CancellationToken cancellation)
        => QueryAsync(
            "SELECT * FROM labels WHERE project = @project AND labeller = @Name AND labeller_version = @Version",
            new { project, labeller.Name, labeller.Version }, cancellation);

    /// <summary>The newest label that the labeller of this name gave to one record; null where it gave none.</summary>
    public async Task<Label?> NewestOfAsync(string project, string recordId, string labeller, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT * FROM labels WHERE project = @project AND record_id = @recordId AND labeller = @labeller ORDER BY seq DESC LIMIT 1",
            new { project, recordId, labeller }, cancellationToken: cancellation));
        return row?.ToLabel();
    }

    /// <summary>All labels that one record was ever given, failures included, the newest first.</summary>
    public async Task<IReadOnlyList<Label>> OfRecordAsync(string project, string recordId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM labels WHERE project = @project AND record_id = @recordId ORDER BY seq DESC",
            new { project, recordId }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToLabel())];
    }

    private async Task<IReadOnlyDictionary<string, Label>> QueryAsync(string sql, object parameters, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellation));
        return rows.ToDictionary(row => row.RecordId, row => row.ToLabel());
    }

    private sealed class Row
    {
        public string Project { get; init; } = "";
        public string RecordId { get; init; } = "";
        public string Labeller { get; init; } = "";
        public string LabellerVersion { get; init; } = "";
        public string RunId { get; init; } = "";
        public string? Label { get; init; }
        public double Confidence { get; init; }
        public string ConfidenceSource { get; init; } = "";
        public string Reason { get; init; } = "";
        public long? CostNano { get; init; }
        public long? LatencyMicros { get; init; }
        public DateTimeOffset CreatedAt { get; init; }

        public static Row From(string project, Label label) => new()
        {
            Project = project,
            RecordId = label.RecordId,
            Labeller = label.Labeller,
            LabellerVersion = label.LabellerVersion,
            RunId = label.RunId,
            Label = label.Value,
            Confidence = label.Confidence,
            ConfidenceSource = label.ConfidenceSource.ToString(),
            Reason = label.Reason,
            CostNano = Usd.ToNano(label.CostUsd),
            LatencyMicros = (long?)label.Latency?.TotalMicroseconds,
            CreatedAt = label.CreatedAt,
        };

        public Label ToLabel() => new(
            RecordId, Label, Confidence, Labeller, LabellerVersion, RunId, Reason, Usd.FromNano(CostNano),
            LatencyMicros is { } micros ? TimeSpan.FromMicroseconds(micros) : null, CreatedAt)
        {
            ConfidenceSource = Enum.Parse<ConfidenceSource>(ConfidenceSource),
        };
    }
}
