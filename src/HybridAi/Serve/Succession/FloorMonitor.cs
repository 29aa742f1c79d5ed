using Dapper;
using HybridAi.Jobs.Webhooks;
using HybridAi.Learn.Registry;
using HybridAi.Learning.Statistics;
using HybridAi.Serve.Routing;
using HybridAi.Storage;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Succession;

/// <summary>
/// Watches the floor of every route that answers, by its audits, and sends requests back to the reference alone when the floor is shown not to hold. Audits with
/// gold move the monitor of the certificate's own claim; those with the reference's answer move a second one, of agreement, which acts only where the project
/// trusts its reference.
/// </summary>
/// <remarks>
/// The evidence is an <see cref="EProcess"/>, which may be looked at after each audit, and is stored with each, so that a restart forgets nothing. The floor of
/// agreement is the share of calibration rows on which both were right, minus the margin: the least that they can have agreed on, so that it is late
/// rather than wrong.
/// </remarks>
public sealed partial class FloorMonitor(IDatabase database, RouteStore routes, TimeProvider clock, ILogger<FloorMonitor> logger)
{
    private const string Mark = "INSERT INTO floor_audits (project, audit_id, truth) VALUES (@Project, @AuditId, @Truth) ON CONFLICT DO NOTHING";

    /// <summary>Takes in an audit; one that was taken in before changes nothing.</summary>
    /// <returns>What the audits say now, of each truth that the audit tells of; or the fault <c>route-unknown</c>.</returns>
    public async Task<Outcome<IReadOnlyList<FloorVerdict>>> AddAsync(AuditedDecision audit, CancellationToken cancellation)
    {
        if (!(await routes.FindAsync(audit.Project, audit.Route, cancellation)).Succeeded(out var route, out var unknown)) return unknown;
        var verdicts = new List<FloorVerdict>();
        if (audit is { Gold: { } gold, Reference: { } reference })
        {
            var difference = (audit.Label == gold ? 1 : 0) - (reference == gold ? 1 : 0);
            verdicts.Add(await AddAsync(audit, Truth.Gold, route.Definition, difference, cancellation));
        }

        if (audit.Reference is not null && AgreementFloor(route.Definition) is not null)
            verdicts.Add(await AddAsync(audit, Truth.Reference, route.Definition, audit.Label == audit.Reference ? 1 : 0, cancellation));
        else if (audit.Reference is not null) await MarkAsync(audit, Truth.Reference, cancellation);
        return verdicts;
    }

    /// <summary>What the audits say of each route of the project that has any.</summary>
    public async Task<IReadOnlyList<FloorVerdict>> ListAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM floor_monitors WHERE project = @project ORDER BY updated_at DESC, route, truth", new { project }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToVerdict())];
    }

    /// <summary>
    /// Makes the reference alone live where the live route's floor is broken. A step of its own that may be repeated: a process that died after the last audit
    /// is followed by one that falls back.
    /// </summary>
    /// <returns>The safe route when it took over now; null when there was no need.</returns>
    public async Task<StoredRoute?> FallBackAsync(string project, bool trustReference, CancellationToken cancellation)
    {
        if (!(await routes.LiveAsync(project, cancellation)).Succeeded(out var live, out _) || live.Definition.IsReferenceAlone) return null;
        var broken = (await ListAsync(project, cancellation)).FirstOrDefault(
            verdict => verdict.Route == live.Hash && verdict.BrokenAt is not null && (trustReference || verdict.Truth == Truth.Gold));
        if (broken is null) return null;
        var safe = await routes.SaveAsync(SafeRoute.Of(live.Definition), cancellation);
        if ((await routes.MakeLiveAsync(project, safe.Hash, $"floor broken: {broken.Reason}", cancellation)).Fault is not null) return null;
        Log.FellBack(logger, project, live.Hash, safe.Hash, broken.Audits);
        return safe;
    }

    /// <summary>The share of the rows that the route was chosen on that both it and the reference had right, minus the margin; null where there were none.</summary>
    internal static double? AgreementFloor(Route route)
        => route.Evidence is { Calibration: { } judged, Certificate: { Rows: > 0 } certificate }
            ? Math.Max(0, judged.Accuracy - certificate.Wins / (double)certificate.Rows - certificate.Margin)
            : null;

    // Nothing to compare agreement with: the audit has been seen nevertheless.
    private async Task MarkAsync(AuditedDecision audit, Truth truth, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            Mark, new { audit.Project, AuditId = audit.Id, Truth = truth.ToString() }, cancellationToken: cancellation));
    }

    private async Task<FloorVerdict> AddAsync(AuditedDecision audit, Truth truth, Route route, double value, CancellationToken cancellation)
    {
        var certificate = route.Evidence.Certificate;
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        // A project that is gone has no routes: the lock can be taken.
        await ProjectLock.TakeAsync(transaction.Inner, audit.Project, cancellation);
        var key = new { audit.Project, audit.Route, Truth = truth.ToString(), AuditId = audit.Id };
        var kept = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT * FROM floor_monitors WHERE project = @Project AND route = @Route AND truth = @Truth", key, transaction.Inner, cancellationToken: cancellation));
        var isNew = await connection.ExecuteAsync(new CommandDefinition(
            Mark, key, transaction.Inner, cancellationToken: cancellation)) == 1;
        var floor = truth == Truth.Gold ? -certificate.Margin : AgreementFloor(route)!.Value;
        var evidence = kept is null ? new EProcess(floor) : new EProcess(Json.Read<EProcessState>(kept.State));
        var (mean, brokenAt, now) = (kept?.Mean ?? 0, kept?.BrokenAt, clock.GetUtcNow());
        if (!isNew) return FloorVerdict.Of(audit.Project, audit.Route, truth, certificate.Confidence, evidence.State, mean, brokenAt);

        evidence.Add(value);
        mean += (value - mean) / evidence.Count;
        var breaks = brokenAt is null && evidence.Rejected(1 - certificate.Confidence);
        if (breaks) brokenAt = now;
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO floor_monitors (project, route, truth, confidence, state, mean, broken_at, updated_at)
            VALUES (@Project, @Route, @Truth, @Confidence, @State, @mean, @brokenAt, @now)
            ON CONFLICT (project, route, truth) DO UPDATE
            SET state = excluded.state, mean = excluded.mean, broken_at = excluded.broken_at, updated_at = excluded.updated_at
            """,
            new { key.Project, key.Route, key.Truth, certificate.Confidence, State = Json.Write(evidence.State), mean, brokenAt, now },
            transaction.Inner, cancellationToken: cancellation));
        var verdict = FloorVerdict.Of(audit.Project, audit.Route, truth, certificate.Confidence, evidence.State, mean, brokenAt);
        if (breaks)
        {
            var facts = new { route = audit.Route, truth = truth.ToString(), audits = verdict.Audits, floor, mean };
            await connection.ExecuteAsync(new CommandDefinition(
                WebhookOutbox.Announce, Announcement.Of(audit.Project, WebhookEvents.RouteFloorBroken, facts, now), transaction.Inner, cancellationToken: cancellation));
        }

        await transaction.CommitAsync(cancellation);
        return verdict;
    }

    private sealed class Row
    {
        public string Project { get; init; } = "";
        public string Route { get; init; } = "";
        public string Truth { get; init; } = "";
        public double Confidence { get; init; }
        public string State { get; init; } = "";
        public double Mean { get; init; }
        public DateTimeOffset? BrokenAt { get; init; }

        public FloorVerdict ToVerdict()
            => FloorVerdict.Of(Project, Route, Enum.Parse<Truth>(Truth), Confidence, Json.Read<EProcessState>(State), Mean, BrokenAt);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The floor of route {Route} of {Project} is broken after {Audits} audits: the reference alone answers, route {Safe}")]
        public static partial void FellBack(ILogger logger, string project, string route, string safe, long audits);
    }
}
