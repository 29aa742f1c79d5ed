using System.Data.Common;
using Dapper;
using HybridAi.Learn.Registry;
using HybridAi.Storage;

namespace HybridAi.Serve.Routing;

/// <summary>A route as the store holds it.</summary>
/// <param name="Hash">Its name.</param>
/// <param name="Definition">The route.</param>
/// <param name="CreatedAt">When it was saved first.</param>
public sealed record StoredRoute(string Hash, Route Definition, DateTimeOffset CreatedAt);

/// <summary>One change of the live route.</summary>
/// <param name="Seq">Its place in the history.</param>
/// <param name="Route">The route that went live.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record RouteMove(long Seq, string Route, string Reason, DateTimeOffset At);

/// <summary>The routes of all projects and which of them were live from when; the last move of a project names the live one.</summary>
public sealed class RouteStore(IDatabase database, TimeProvider clock)
{
    private const string UnknownRoute = "route-unknown";
    private long _moves;

    /// <summary>Counts the changes of live routes by this process: whoever remembers one asks again when it has changed.</summary>
    internal long Moves => Interlocked.Read(ref _moves);

    /// <summary>Saves the route; an equal one is stored once.</summary>
    public async Task<StoredRoute> SaveAsync(Route route, CancellationToken cancellation)
    {
        var row = new Row { Hash = route.Hash(), Project = route.Project.Name, Definition = Json.Write(route), CreatedAt = clock.GetUtcNow() };
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO routes (hash, project, definition, created_at) VALUES (@Hash, @Project, @Definition, @CreatedAt)
            ON CONFLICT (project, hash) DO NOTHING
            """,
            row, cancellationToken: cancellation));
        return row.ToRoute();
    }

    /// <summary>
    /// Sends new requests along this route, which must be certified or the reference alone. Making the live route live again changes nothing.
    /// </summary>
    /// <returns>The route, or a fault: <c>route-unknown</c>, <c>route-ambiguous</c>, <c>route-uncertified</c>, <c>project-unknown</c>.</returns>
    public async Task<Outcome<StoredRoute>> MakeLiveAsync(string project, string route, string reason, CancellationToken cancellation)
    {
        if (!(await FindAsync(project, route, cancellation)).Succeeded(out var found, out var fault))
            return fault.Code == UnknownRoute ? await ChangeAsync(project, _ => route, reason, cancellation) : fault;
        if (!found.Definition.MayGoLive)
        {
            return Fault.Conflict(
                "route-uncertified",
                $"The route {found.Hash[..12]} is not shown to hold its floor ({found.Definition.Evidence.Certificate.Reason}) Only a certified route goes live, or the reference alone.");
        }

        return await ChangeAsync(project, _ => found.Hash, reason, cancellation);
    }

    /// <summary>Sends new requests along the route that was live before this one.</summary>
    /// <returns>The route that came back, or a fault: <c>no-earlier-route</c>, <c>project-unknown</c>.</returns>
    public Task<Outcome<StoredRoute>> RollbackAsync(string project, string reason, CancellationToken cancellation)
        => ChangeAsync(project, moves => Predecessor.Of(moves.Select(move => move.Route)), reason, cancellation);

    /// <summary>The route that a rollback would bring back; null where there is none.</summary>
    public async Task<StoredRoute?> BeforeAsync(string project, CancellationToken cancellation)
        => Predecessor.Of((await HistoryAsync(project, cancellation)).Select(move => move.Route)) is { } hash
            && (await FindAsync(project, hash, cancellation)).Succeeded(out var route, out _) ? route : null;

    /// <summary>The live route's hash, by one small query; null where none is live.</summary>
    public async Task<string?> LiveHashAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QueryFirstOrDefaultAsync<string>(new CommandDefinition(
            "SELECT route FROM route_moves WHERE project = @project ORDER BY seq DESC LIMIT 1", new { project }, cancellationToken: cancellation));
    }

    /// <summary>The live route, or the fault <c>route-missing</c> that says what to do.</summary>
    public async Task<Outcome<StoredRoute>> LiveAsync(string project, CancellationToken cancellation)
        => await LiveHashAsync(project, cancellation) is { } hash ? await FindAsync(project, hash, cancellation) : Missing(project);

    /// <summary>The route of this hash, or of the hash that begins like this.</summary>
    /// <returns>The route, or a fault: <c>route-unknown</c>, <c>route-ambiguous</c>.</returns>
    public async Task<Outcome<StoredRoute>> FindAsync(string project, string route, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM routes WHERE project = @project AND substr(hash, 1, @Length) = @route LIMIT 2", new { project, route, route.Length },
            cancellationToken: cancellation))).AsList();
        return rows switch
        {
            [] => Unknown(project, route),
            [var row] => row.ToRoute(),
            _ => Fault.BadInput("route-ambiguous", $"Several routes of '{project}' begin with '{route}': give more of the hash."),
        };
    }

    /// <summary>All changes of the live route, oldest first.</summary>
    public async Task<IReadOnlyList<RouteMove>> HistoryAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await MovesAsync(connection, null, project, cancellation);
    }

    /// <summary>What a request without a live route is told.</summary>
    internal static Fault Missing(string project)
        => Fault.Conflict(
            "route-missing", $"'{project}' has no live route: choose one (with a single tier that needs no reviewed rows) and make it live.");

    private async Task<Outcome<StoredRoute>> ChangeAsync(
        string project, Func<IReadOnlyList<RouteMove>, string?> choose, string reason, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        if (await ProjectLock.TakeAsync(transaction.Inner, project, cancellation) is { } noProject) return noProject;
        var moves = await MovesAsync(connection, transaction.Inner, project, cancellation);
        if (choose(moves) is not { } route)
            return Fault.Conflict("no-earlier-route", $"'{project}' has had no live route before this one: there is nothing to roll back to.");
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT * FROM routes WHERE project = @project AND hash = @route", new { project, route }, transaction.Inner, cancellationToken: cancellation));
        if (row is null) return Unknown(project, route);
        if (moves.Count == 0 || moves[^1].Route != route)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO route_moves (project, route, reason, created_at) VALUES (@project, @route, @reason, @now)",
                new { project, route, reason, now = clock.GetUtcNow() }, transaction.Inner, cancellationToken: cancellation));
            await transaction.CommitAsync(cancellation);
            Interlocked.Increment(ref _moves);
        }

        return row.ToRoute();
    }

    private static async Task<IReadOnlyList<RouteMove>> MovesAsync(
        DbConnection connection, DbTransaction? transaction, string project, CancellationToken cancellation)
    {
        var rows = await connection.QueryAsync<MoveRow>(new CommandDefinition(
            "SELECT seq, route, reason, created_at FROM route_moves WHERE project = @project ORDER BY seq",
            new { project }, transaction, cancellationToken: cancellation));
        return [.. rows.Select(row => new RouteMove(row.Seq, row.Route, row.Reason, row.CreatedAt))];
    }

    private static Fault Unknown(string project, string route) => Fault.NotFound(UnknownRoute, $"'{project}' has no route '{route}'.");

    private sealed class MoveRow
    {
        public long Seq { get; init; }
        public string Route { get; init; } = "";
        public string Reason { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
    }

    private sealed class Row
    {
        public string Hash { get; init; } = "";
        public string Project { get; init; } = "";
        public string Definition { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }

        public StoredRoute ToRoute() => new(Hash, Json.Read<Route>(Definition), CreatedAt);
    }
}
