using Dapper;
using HybridAi.Storage;

namespace HybridAi.Serve.Monitoring;

/// <summary>The windows of all projects that were looked at.</summary>
public sealed class WindowStore(IDatabase database, AlertStore alerts)
{
    /// <summary>The project's newest windows, the newest first.</summary>
    public async Task<IReadOnlyList<MonitoringWindow>> ListAsync(string project, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM monitoring_windows WHERE project = @project ORDER BY ended_at DESC LIMIT @limit", new { project, limit }, cancellationToken: cancellation));
        return [.. rows.Select(row => new MonitoringWindow(row.Project, row.Model, row.BeganAt, row.EndedAt, Json.Read<WindowReport>(row.Report)))];
    }

    /// <summary>Keeps a window with the alerts that it raises; another process may have looked at it meanwhile, and then nothing is kept.</summary>
    /// <returns>The findings that are new; null where another was there first.</returns>
    public async Task<IReadOnlyList<Finding>?> AddAsync(MonitoringWindow window, IReadOnlyList<Finding> findings, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        var added = await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO monitoring_windows (project, model, began_at, ended_at, report) VALUES (@Project, @Model, @BeganAt, @EndedAt, @report)
            ON CONFLICT (project, began_at) DO NOTHING
            """,
            new { window.Project, window.Model, window.BeganAt, window.EndedAt, report = Json.Write(window.Report) }, transaction.Inner, cancellationToken: cancellation));
        if (added == 0) return null;
        var raised = new List<Finding>();
        foreach (var finding in findings)
            if (await alerts.RaiseAsync(transaction.Inner, window.Project, finding, cancellation))
                raised.Add(finding);
        await transaction.CommitAsync(cancellation);
        return raised;
    }

    /// <summary>Deletes old windows.</summary>
    internal async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition("DELETE FROM monitoring_windows WHERE ended_at < @before", new { before }, cancellationToken: cancellation));
    }

    private sealed class Row
    {
        public string Project { get; init; } = "";
        public string Model { get; init; } = "";
        public DateTimeOffset BeganAt { get; init; }
        public DateTimeOffset EndedAt { get; init; }
        public string Report { get; init; } = "";
    }
}
