using Dapper;
using HybridAi.Jobs.Webhooks;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>
/// The journal of labelling, record by record. That a record is asked for is written before the call, what came of it together with its label: whenever
/// the process dies, the journal says which calls nobody heard the end of.
/// </summary>
public sealed class LabellingJournal(IDatabase database)
{
    private const string Ask =
        """
        INSERT INTO labelling_items (run_id, record_id, record_hash, attempt, state, model, prompt_hash, settings_hash, asked_at)
        VALUES (@RunId, @RecordId, @RecordHash, @Attempt, 'Asked', @Model, @PromptHash, @SettingsHash, @AskedAt)
        """;

    private const string Retry = "UPDATE labelling_items SET state = 'Retried' WHERE run_id = @RunId AND record_id = @RecordId";

    private const string End =
        """
        UPDATE labelling_items SET state = @State, shots = @Shots, reason = @Reason, input_tokens = @InputTokens, output_tokens = @OutputTokens,
          cost_nano = @CostNano, latency_micros = @LatencyMicros, ended_at = @EndedAt
        WHERE run_id = @RunId AND record_id = @RecordId
        """;

    private const string Release = "DELETE FROM labelling_items WHERE run_id = @RunId AND record_id = @RecordId AND state = 'Asked'";

    private static readonly SharedWrite<IReadOnlyList<(LabellingItem Item, string? EarlierRun)>> Asking = new(place: 0, async (session, callers) =>
    {
        foreach (var (item, earlier) in callers.SelectMany(items => items))
        {
            if (earlier is not null) await session.ExecuteAsync(Retry, ("@RunId", earlier), ("@RecordId", item.RecordId));
            await session.ExecuteAsync(
                Ask, ("@RunId", item.RunId), ("@RecordId", item.RecordId), ("@RecordHash", item.RecordHash), ("@Attempt", item.Attempt),
                ("@Model", item.Provenance.Model), ("@PromptHash", item.Provenance.PromptHash), ("@SettingsHash", item.Provenance.SettingsHash),
                ("@AskedAt", item.AskedAt));
        }
    });

    private static readonly SharedWrite<(string Project, IReadOnlyList<(LabellingItem Item, Label Label)> Ended)> Ending = new(place: 0, async (session, callers) =>
    {
        foreach (var (project, ended) in callers)
        {
            foreach (var (item, label) in ended)
            {
                await LabelStore.WriteAsync(session, project, label);
                await session.ExecuteAsync(
                    End, ("@State", item.State.ToString()), ("@Shots", item.Shots.Count == 0 ? null : Json.Write(item.Shots)), ("@Reason", item.Reason),
                    ("@InputTokens", item.InputTokens), ("@OutputTokens", item.OutputTokens), ("@CostNano", Usd.ToNano(item.CostUsd)),
                    ("@LatencyMicros", (long?)item.Latency?.TotalMicroseconds), ("@EndedAt", item.EndedAt), ("@RunId", item.RunId), ("@RecordId", item.RecordId));
            }

            foreach (var run in ended.Where(each => each.Label.Value is not null).GroupBy(each => each.Item.RunId))
                await WebhookOutbox.GatherAsync(session, project, run.Key, [.. run.Select(each => each.Item.RecordId)], run.First().Label.CreatedAt);
        }
    });

    private static readonly SharedWrite<IReadOnlyList<LabellingItem>> Releasing = new(place: 0, async (session, callers) =>
    {
        foreach (var item in callers.SelectMany(items => items)) await session.ExecuteAsync(Release, ("@RunId", item.RunId), ("@RecordId", item.RecordId));
    });

    /// <summary>Writes that these records are asked for now; with the run of an earlier attempt that failed, where there was one.</summary>
    public Task AskAsync(IReadOnlyList<(LabellingItem Item, string? EarlierRun)> items) => database.Writes.AddAsync(Asking, items);

    /// <summary>Writes what came of records, with their labels, all or nothing.</summary>
    public Task EndAsync(string project, IReadOnlyList<(LabellingItem Item, Label Label)> ended) => database.Writes.AddAsync(Ending, (project, ended));

    /// <summary>Takes back that these records were asked for: a budget forbade the call.</summary>
    public Task ReleaseAsync(IReadOnlyList<LabellingItem> items) => database.Writes.AddAsync(Releasing, items);

    /// <summary>Marks what earlier runs of the labeller asked for without hearing an answer as asked for again; says how many records that are.</summary>
    public async Task<int> TakeOverAsync(string project, ILabeller labeller, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE labelling_items SET state = 'Retried', reason = 'No answer came: the process ended.'
            WHERE state = 'Asked' AND run_id IN (SELECT id FROM labelling_runs WHERE project = @project AND labeller = @Name AND labeller_version = @Version)
            """,
            new { project, labeller.Name, labeller.Version }, cancellationToken: cancellation));
    }

    /// <summary>The records of a run, in the order of their ids.</summary>
    public async Task<IReadOnlyList<LabellingItem>> OfRunAsync(string runId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM labelling_items WHERE run_id = @runId ORDER BY record_id", new { runId }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToItem())];
    }

    private sealed class Row
    {
        public string RunId { get; init; } = "";
        public string RecordId { get; init; } = "";
        public string RecordHash { get; init; } = "";
        public long Attempt { get; init; }
        public string State { get; init; } = "";
        public string? Model { get; init; }
        public string? PromptHash { get; init; }
        public string? SettingsHash { get; init; }
        public string? Shots { get; init; }
        public string? Reason { get; init; }
        public long? InputTokens { get; init; }
        public long? OutputTokens { get; init; }
        public long? CostNano { get; init; }
        public long? LatencyMicros { get; init; }
        public DateTimeOffset AskedAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }

        public LabellingItem ToItem() => new(
            RunId, RecordId, RecordHash, Attempt, Enum.Parse<ItemState>(State), new(Model, PromptHash, SettingsHash),
            Shots is null ? [] : Json.Read<List<string>>(Shots), Reason, InputTokens, OutputTokens, Usd.FromNano(CostNano),
            LatencyMicros is { } micros ? TimeSpan.FromMicroseconds(micros) : null, AskedAt, EndedAt);
    }
}
