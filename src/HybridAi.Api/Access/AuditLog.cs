using Dapper;
using HybridAi.Storage;

namespace HybridAi.Api.Access;

/// <summary>Something that was done, or refused.</summary>
/// <param name="Action">What, such as <c>user.add</c>.</param>
/// <param name="Project">To which project; null: to none.</param>
/// <param name="Target">To what: a name, an id, a hash; never a text.</param>
/// <param name="Outcome"><c>done</c>, or why not.</param>
internal sealed record AuditAct(string Action, string? Project = null, string? Target = null, string Outcome = "done");

/// <summary>A line of the audit log.</summary>
/// <param name="Seq">Its place.</param>
/// <param name="At">When.</param>
/// <param name="CallerKind">As what somebody called.</param>
/// <param name="Caller">The user's or key's name.</param>
/// <param name="Action">What was done.</param>
/// <param name="Project">To which project; null: to none.</param>
/// <param name="Target">To what.</param>
/// <param name="Outcome"><c>done</c>, or why not.</param>
/// <param name="RequestId">The request, as the server's own log names it; null: the command line.</param>
public sealed record AuditLine(
    long Seq, DateTimeOffset At, CallerKind CallerKind, string Caller, string Action, string? Project, string? Target, string Outcome, string? RequestId);

/// <summary>Who did what, append-only: nothing here changes or removes a line.</summary>
internal sealed class AuditLog(IDatabase database, TimeProvider clock, IHttpContextAccessor http)
{
    public async Task WriteAsync(Caller by, AuditAct act, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO audit (at, caller_kind, caller, action, project, target, outcome, request_id)
            VALUES (@at, @kind, @Name, @Action, @Project, @Target, @Outcome, @request)
            """,
            new
            {
                at = clock.GetUtcNow(), kind = by.Kind.ToString(), by.Name, act.Action, act.Project, act.Target, act.Outcome, request = http.HttpContext?.TraceIdentifier,
            },
            cancellationToken: cancellation));
    }

    /// <summary>The newest lines first.</summary>
    /// <param name="project">Only of this project; null: all.</param>
    /// <param name="before">Only lines before this place; null: from the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">The caller's.</param>
    public async Task<IReadOnlyList<AuditLine>> ReadAsync(string? project, long? before, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            SELECT * FROM audit WHERE seq < @before {(project is null ? "" : "AND project = @project")} ORDER BY seq DESC LIMIT @limit
            """, new { project, before = before ?? long.MaxValue, limit }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToLine())];
    }

    private sealed class Row
    {
        public long Seq { get; init; }
        public DateTimeOffset At { get; init; }
        public string CallerKind { get; init; } = "";
        public string Caller { get; init; } = "";
        public string Action { get; init; } = "";
        public string? Project { get; init; }
        public string? Target { get; init; }
        public string Outcome { get; init; } = "";
        public string? RequestId { get; init; }

        public AuditLine ToLine() => new(Seq, At, Enum.Parse<CallerKind>(CallerKind), Caller, Action, Project, Target, Outcome, RequestId);
    }
}
