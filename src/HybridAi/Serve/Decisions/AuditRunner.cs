using System.Data.Common;
using HybridAi.Curate.Review;
using HybridAi.Serve.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Decisions;

/// <summary>
/// Works off the queue of audits, outside of any request: asks what the request did not ask, and keeps each answer as it comes, so that none is paid for
/// twice. What a process died over is taken up by the next one. It also deletes what is older than the settings keep.
/// </summary>
public sealed partial class AuditRunner(
    AuditStore audits, DecisionStore decisions, RouteStore routes, OpenLabeller open, ReviewIntake people, DecisionOptions options, TimeProvider clock,
    ILogger<AuditRunner> log)
    : BackgroundService
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Sweep = TimeSpan.FromHours(1);
    private readonly AuditTiers _tiers = new(open, clock, log);

    /// <summary>Asks what is due now, a bounded number at once.</summary>
    /// <returns>How many audits that were.</returns>
    public async Task<int> RunDueAsync(CancellationToken cancellation)
    {
        await audits.EndJudgedAsync(cancellation);
        var due = await audits.ClaimAsync(AtOnce, Lease, cancellation);
        await Task.WhenAll(due.Select(audit => RunAsync(audit, cancellation)));
        return due.Count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var swept = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RunDueAsync(stoppingToken) > 0) continue;
                if (clock.GetUtcNow() - swept >= Sweep)
                {
                    swept = clock.GetUtcNow();
                    await decisions.ForgetAsync(swept.AddDays(-options.KeepDays), stoppingToken);
                }
            }
            catch (Exception away) when (away is DbException or IOException or UnauthorizedAccessException or TimeoutException)
            {
                Log.QueueUnreadable(log, away);
            }

            await Task.Delay(TimeSpan.FromSeconds(options.PollSeconds), clock, stoppingToken);
        }
    }

    private async Task RunAsync(Audit audit, CancellationToken cancellation)
    {
        var found = await decisions.FindAsync(audit.Project, audit.Decision, cancellation);
        if (!found.Succeeded(out var decision, out var fault) || !(await routes.FindAsync(audit.Project, decision.Route, cancellation)).Succeeded(out var stored, out fault))
        {
            await EndAsync(audit with { State = AuditState.Failed, Error = fault.Reason }, cancellation);
            return;
        }

        var route = stored.Definition;
        foreach (var step in DecisionWays.AuditedTiers(route))
        {
            if (!IsWanted(route, decision, audit, step)) continue;
            var before = audit.Answers.FirstOrDefault(answer => answer.Tier == step.Tier);
            var answer = await _tiers.AskAsync(route, step, new(decision.Id, decision.RecordId, audit.Text!), cancellation);
            if (before is not null) answer = answer with { CostUsd = answer.CostUsd + before.CostUsd };
            // Before the next is asked: an answer that was paid for is kept, whatever comes then.
            audit = audit with { Answers = [.. audit.Answers.Where(other => other != before), answer], NextAt = clock.GetUtcNow() + Lease };
            await audits.WriteAsync(audit, cancellation);
        }

        audit = Judged(route, decision, audit);
        if (audit.State == AuditState.Waiting && (await people.AskAsync(audit.Project, [audit.Text!], cancellation)).Fault is { } unasked)
            audit = audit with { State = AuditState.Failed, Error = unasked.Reason };
        await EndAsync(audit, cancellation);
    }

    // Not whom the request heard, were it only that there was no answer; but the reference must have been heard.
    private static bool IsWanted(Route route, Decision decision, Audit audit, RouteStep step)
    {
        if (audit.Answers.FirstOrDefault(answer => answer.Tier == step.Tier) is { } answered) return answered.Passing;
        var asked = decision.Asked.FirstOrDefault(tier => tier.Tier == step.Tier);
        return asked is null || (asked.Label is null && step.Tier == route.Reference.Tier);
    }

    private Audit Judged(Route route, Decision decision, Audit audit)
    {
        if (route.Reference.Tier == TierNames.Person)
            return audit with { State = AuditState.Waiting, Error = audit.Answers.FirstOrDefault(answer => answer.Passing)?.Fault };
        var reference = Heard.Of(decision, audit).GetValueOrDefault(route.Reference.Tier);
        var down = audit.Answers.FirstOrDefault(answer => answer.Passing) ?? (reference?.Label is null ? reference : null);
        audit = audit with
        {
            ReferenceLabel = reference?.Label, Agrees = reference?.Label is { } right ? Same(route, decision.Label, right) : null,
            Error = down is null ? null : $"{down.Tier}: {down.Fault}",
        };
        if (down is null) return audit with { State = audit.Judge == AuditJudge.People && decision.Gold is null ? AuditState.Waiting : AuditState.Done };
        return !down.Passing || audit.Attempts >= options.MaxAttempts
            ? audit with { State = AuditState.Failed }
            : audit with { NextAt = clock.GetUtcNow() + TimeSpan.FromSeconds(options.FirstRetrySeconds * Math.Pow(2, audit.Attempts - 1)) };
    }

    private async Task EndAsync(Audit audit, CancellationToken cancellation)
    {
        var ended = audit.State is AuditState.Done or AuditState.Failed;
        await audits.WriteAsync(ended ? audit with { EndedAt = clock.GetUtcNow() } : audit, cancellation);
        if (audit.State == AuditState.Failed) Log.Failed(log, audit.Decision, audit.Project);
    }

    private static bool Same(Route route, string? one, string other)
    {
        var labels = route.Labels.ToList();
        return one is not null && (one == other || route.Policy.Main.Space.Same(labels.IndexOf(one), labels.IndexOf(other)));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The queue of audits can't be read")]
        public static partial void QueueUnreadable(ILogger log, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "The audit of {Decision} in {Project} is given up")]
        public static partial void Failed(ILogger log, string decision, string project);
    }
}
