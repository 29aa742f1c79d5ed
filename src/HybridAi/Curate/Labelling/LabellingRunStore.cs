using Dapper;
using HybridAi.Jobs.Webhooks;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>The labelling runs of all projects.</summary>
public sealed class LabellingRunStore(IDatabase database)
{
    private const string Save =
        """
        INSERT INTO labelling_runs (id, project, labeller, labeller_version, state, planned, labelled, failed, cost_nano, started_at, ended_at, fault)
        VALUES (@Id, @Project, @Labeller, @LabellerVersion, @State, @Planned, @Labelled, @Failed, @CostNano, @StartedAt, @EndedAt, @Fault)
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, labelled = excluded.labelled, failed = excluded.failed,
          cost_nano = excluded.cost_nano, ended_at = excluded.ended_at, fault = excluded.fault
        """;

    /// <summary>Saves the run as it stands now.</summary>
    public async Task SaveAsync(LabellingRun run, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(Save, Row.From(run), cancellationToken: cancellation));
    }

    /// <summary>Saves a run that has ended, and tells the project's webhooks.</summary>
    public async Task EndAsync(LabellingRun run, CancellationToken cancellation)
    {
        var facts = new { run = run.Id, run.Labeller, run.LabellerVersion, run.State, run.Planned, run.Labelled, run.Failed, run.CostUsd };
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        await connection.ExecuteAsync(new CommandDefinition(Save, Row.From(run), transaction.Inner, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition(
            WebhookOutbox.Announce, Announcement.Of(run.Project, WebhookEvents.RunCompleted, facts, run.EndedAt!.Value), transaction.Inner,
            cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The project's runs, newest first.</summary>
    public async Task<IReadOnlyList<LabellingRun>> ListAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM labelling_runs WHERE project = @project ORDER BY id DESC", new { project }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToRun())];
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Project { get; init; } = "";
        public string Labeller { get; init; } = "";
        public string LabellerVersion { get; init; } = "";
        public string State { get; init; } = "";
        public long Planned { get; init; }
        public long Labelled { get; init; }
        public long Failed { get; init; }
        public long CostNano { get; init; }
        public DateTimeOffset StartedAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
        public string? Fault { get; init; }

        public static Row From(LabellingRun run) => new()
        {
            Id = run.Id,
            Project = run.Project,
            Labeller = run.Labeller,
            LabellerVersion = run.LabellerVersion,
            State = run.State.ToString(),
            Planned = run.Planned,
            Labelled = run.Labelled,
            Failed = run.Failed,
            CostNano = Usd.ToNano(run.CostUsd)!.Value,
            StartedAt = run.StartedAt,
            EndedAt = run.EndedAt,
            Fault = run.Fault is { } fault ? Json.Write(fault) : null,
        };

        public LabellingRun ToRun() => new(
            Id, Project, Labeller, LabellerVersion, Enum.Parse<RunState>(State), Planned, Labelled, Failed, Usd.FromNano(CostNano)!.Value, StartedAt, EndedAt,
            Fault is null ? null : Json.Read<Fault>(Fault));
    }
}
