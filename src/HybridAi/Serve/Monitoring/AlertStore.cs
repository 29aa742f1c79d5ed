using System.Data.Common;
using Dapper;
using HybridAi.Jobs.Webhooks;
using HybridAi.Storage;

namespace HybridAi.Serve.Monitoring;

/// <summary>The alerts of all projects. A new one is told to the project's webhooks in the transaction that raises it.</summary>
public sealed class AlertStore(IDatabase database, TimeProvider clock)
{
    /// <summary>The project's alerts, the newest first.</summary>
    /// <param name="project">The project.</param>
    /// <param name="open">Those that nobody has taken note of alone.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<IReadOnlyList<Alert>> ListAsync(string project, bool open, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"SELECT * FROM alerts WHERE project = @project {(open ? "AND acknowledged_at IS NULL" : "")} ORDER BY raised_at DESC, id DESC LIMIT @limit",
            new { project, limit }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToAlert())];
    }

    /// <summary>How many alerts are open, by project.</summary>
    public async Task<IReadOnlyDictionary<string, long>> OpenAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<(string Project, long Alerts)>(new CommandDefinition(
            "SELECT project, COUNT(*) AS alerts FROM alerts WHERE acknowledged_at IS NULL GROUP BY project", cancellationToken: cancellation));
        return rows.ToDictionary(row => row.Project, row => row.Alerts);
    }

    /// <summary>Takes note of an alert: the next finding of its kind is a new one. Doing it again changes nothing.</summary>
    /// <returns>The alert, or the fault <c>alert-unknown</c>.</returns>
    public async Task<Outcome<Alert>> AcknowledgeAsync(string project, string id, string by, string? note, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE alerts SET acknowledged_at = @now, acknowledged_by = @by, note = @note WHERE project = @project AND id = @id AND acknowledged_at IS NULL",
            new { project, id, by, note, now = clock.GetUtcNow() }, cancellationToken: cancellation));
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT * FROM alerts WHERE project = @project AND id = @id", new { project, id }, cancellationToken: cancellation));
        return row is null ? Fault.NotFound("alert-unknown", $"'{project}' has no alert '{id}'.") : row.ToAlert();
    }

    /// <summary>Raises an alert, or counts up the open one.</summary>
    /// <returns>Whether it is a new one.</returns>
    internal async Task<bool> RaiseAsync(string project, Finding finding, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        var isNew = await RaiseAsync(transaction.Inner, project, finding, cancellation);
        await transaction.CommitAsync(cancellation);
        return isNew;
    }

    /// <summary>The same as a part of a transaction.</summary>
    internal async Task<bool> RaiseAsync(DbTransaction transaction, string project, Finding finding, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var id = $"alert-{Guid.CreateVersion7(now):N}";
        var (kind, connection) = (finding.Kind.ToString(), transaction.Connection!);
        var added = await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO alerts (id, project, kind, about, reason, times, raised_at, seen_at) VALUES (@id, @project, @kind, @About, @Reason, 1, @now, @now)
            ON CONFLICT DO NOTHING
            """,
            new { id, project, kind, finding.About, finding.Reason, now }, transaction, cancellationToken: cancellation));
        if (added == 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "UPDATE alerts SET times = times + 1, seen_at = @now WHERE project = @project AND kind = @kind AND about = @About AND acknowledged_at IS NULL",
                new { project, kind, finding.About, now }, transaction, cancellationToken: cancellation));
            return false;
        }

        var facts = new { alert = id, kind = finding.Kind, about = finding.About, reason = finding.Reason };
        await connection.ExecuteAsync(new CommandDefinition(
            WebhookOutbox.Announce, Announcement.Of(project, WebhookEvents.MonitoringAlert, facts, now), transaction, cancellationToken: cancellation));
        return true;
    }

    /// <summary>Deletes old alerts that somebody has taken note of.</summary>
    internal async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition("DELETE FROM alerts WHERE acknowledged_at < @before", new { before }, cancellationToken: cancellation));
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Project { get; init; } = "";
        public string Kind { get; init; } = "";
        public string About { get; init; } = "";
        public string Reason { get; init; } = "";
        public long Times { get; init; }
        public DateTimeOffset RaisedAt { get; init; }
        public DateTimeOffset SeenAt { get; init; }
        public DateTimeOffset? AcknowledgedAt { get; init; }
        public string? AcknowledgedBy { get; init; }
        public string? Note { get; init; }

        public Alert ToAlert() => new(Id, Project, Enum.Parse<AlertKind>(Kind), About, Reason, Times, RaisedAt, SeenAt, AcknowledgedAt, AcknowledgedBy, Note);
    }
}
