using System.Data.Common;
using Dapper;
using HybridAi.Jobs.Webhooks;
using HybridAi.Learn.Registry;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Serve.Succession;

/// <summary>The successions of all projects; a project has at most one under way.</summary>
public sealed class SuccessionStore(IDatabase database, RouteStore routes, TimeProvider clock)
{
    private long _moves;

    /// <summary>Counts the successions that this process began or moved on: whoever remembers one asks again when it has changed.</summary>
    internal long Moves => Interlocked.Read(ref _moves);

    /// <summary>Puts a candidate beside the live route.</summary>
    /// <returns>The succession in shadow, or a fault: <c>route-unknown</c>, <c>route-missing</c>, <c>candidate-is-live</c>, <c>succession-running</c>.</returns>
    public async Task<Outcome<RouteSuccession>> StartAsync(
        string project, string candidate, SuccessionSettings settings, string reason, CancellationToken cancellation)
    {
        if (!(await routes.FindAsync(project, candidate, cancellation)).Succeeded(out _, out var fault)) return fault;
        if (!(await routes.LiveAsync(project, cancellation)).Succeeded(out var live, out fault)) return fault;
        if (live.Hash == candidate) return Fault.Conflict("candidate-is-live", $"Route '{candidate}' is the live one: there is nothing to compare.");
        var now = clock.GetUtcNow();
        var begun = new RouteSuccession(
            $"succession-{Guid.CreateVersion7(now):N}", project, live.Hash, candidate, SuccessionState.Shadow, settings, reason, null, now, now);
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        if (await ProjectLock.TakeAsync(transaction.Inner, project, cancellation) is { } noProject) return noProject;
        if (await RunningAsync(connection, transaction.Inner, project, cancellation) is { } running)
        {
            return Fault.Conflict(
                "succession-running", $"Route '{running.Candidate}' of '{project}' is a candidate since {running.StartedAt:u}: let it end, or stop it.");
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO route_successions (id, project, champion, candidate, state, settings, reason, started_at, since)
            VALUES (@Id, @Project, @Champion, @Candidate, @State, @Settings, @Reason, @StartedAt, @Since)
            """,
            new
            {
                begun.Id, begun.Project, begun.Champion, begun.Candidate, State = begun.State.ToString(), Settings = Json.Write(settings), begun.Reason, begun.StartedAt,
                begun.Since,
            },
            transaction.Inner, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
        Interlocked.Increment(ref _moves);
        return begun;
    }

    /// <summary>The succession that is under way; null where there is none.</summary>
    public async Task<RouteSuccession?> RunningAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await RunningAsync(connection, null, project, cancellation);
    }

    /// <summary>All successions of the project, the newest first.</summary>
    public async Task<IReadOnlyList<RouteSuccession>> ListAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM route_successions WHERE project = @project ORDER BY started_at DESC, id DESC", new { project }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToSuccession())];
    }

    /// <summary>The projects with a succession under way.</summary>
    public async Task<IReadOnlyList<string>> ProjectsAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return [.. await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT project FROM route_successions WHERE state IN ('Shadow', 'Canary') ORDER BY project", cancellationToken: cancellation))];
    }

    /// <summary>Stops the succession that is under way; the champion serves everything again.</summary>
    /// <returns>The stopped succession, or the fault <c>no-succession</c>.</returns>
    public async Task<Outcome<RouteSuccession>> StopAsync(string project, string reason, CancellationToken cancellation)
        => await RunningAsync(project, cancellation) is { } running
            ? await MoveAsync(running, SuccessionState.Stopped, reason, running.Comparison, cancellation)
            : Fault.Conflict("no-succession", $"'{project}' has no candidate under way.");

    /// <summary>Keeps what is known now.</summary>
    internal async Task KeepAsync(RouteSuccession running, SuccessionEvidence evidence, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE route_successions SET comparison = @comparison WHERE id = @Id", new { running.Id, comparison = Json.Write(evidence) }, cancellationToken: cancellation));
    }

    /// <summary>Moves a succession on, unless another process has ended it meanwhile, and tells whoever wants to know.</summary>
    internal async Task<RouteSuccession> MoveAsync(
        RouteSuccession running, SuccessionState state, string reason, SuccessionEvidence? evidence, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var moved = running with { State = state, Reason = reason, Comparison = evidence, Since = now };
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        var changed = await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE route_successions SET state = @State, reason = @Reason, comparison = @Comparison, since = @Since
            WHERE id = @Id AND state IN ('Shadow', 'Canary')
            """,
            new { moved.Id, State = state.ToString(), moved.Reason, Comparison = evidence is null ? null : Json.Write(evidence), moved.Since },
            transaction.Inner, cancellationToken: cancellation));
        if (changed == 1 && EventOf(state) is { } told)
        {
            var facts = new { succession = moved.Id, champion = moved.Champion, candidate = moved.Candidate, reason };
            await connection.ExecuteAsync(new CommandDefinition(
                WebhookOutbox.Announce, Announcement.Of(moved.Project, told, facts, now), transaction.Inner, cancellationToken: cancellation));
        }

        await transaction.CommitAsync(cancellation);
        Interlocked.Increment(ref _moves);
        return moved;
    }

    private static string? EventOf(SuccessionState state) => state switch
    {
        SuccessionState.Promoted => WebhookEvents.RoutePromoted,
        SuccessionState.RolledBack => WebhookEvents.RouteRolledBack,
        _ => null,
    };

    private static async Task<RouteSuccession?> RunningAsync(DbConnection connection, DbTransaction? transaction, string project, CancellationToken cancellation)
    {
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT * FROM route_successions WHERE project = @project AND state IN ('Shadow', 'Canary')", new { project }, transaction, cancellationToken: cancellation));
        return row?.ToSuccession();
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Project { get; init; } = "";
        public string Champion { get; init; } = "";
        public string Candidate { get; init; } = "";
        public string State { get; init; } = "";
        public string Settings { get; init; } = "";
        public string Reason { get; init; } = "";
        public string? Comparison { get; init; }
        public DateTimeOffset StartedAt { get; init; }
        public DateTimeOffset Since { get; init; }

        public RouteSuccession ToSuccession() => new(
            Id, Project, Champion, Candidate, Enum.Parse<SuccessionState>(State), Json.Read<SuccessionSettings>(Settings), Reason,
            Comparison is null ? null : Json.Read<SuccessionEvidence>(Comparison), StartedAt, Since);
    }
}
