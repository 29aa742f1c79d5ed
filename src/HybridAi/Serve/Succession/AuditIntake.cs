namespace HybridAi.Serve.Succession;

/// <summary>Where an audit goes: into the floor's monitor, and into the comparison of champion and candidate if both met the request.</summary>
public sealed class AuditIntake(FloorMonitor floors, SuccessionStore successions, PairStore pairs, SuccessionSettingsStore settings)
{
    /// <summary>Takes in an audit, and falls back where it was the one too many. Taking it in again, with gold that came later, adds only what is new.</summary>
    /// <returns>What the audits of its route say now, or the fault <c>route-unknown</c>.</returns>
    public async Task<Outcome<IReadOnlyList<FloorVerdict>>> TakeAsync(AuditedDecision audit, CancellationToken cancellation)
    {
        if (!(await floors.AddAsync(audit, cancellation)).Succeeded(out var verdicts, out var unknown)) return unknown;
        var trust = (await settings.FindAsync(audit.Project, cancellation)).TrustReference;
        if (await successions.RunningAsync(audit.Project, cancellation) is { } running
            && (audit.Gold ?? (running.Settings.TrustReference ? audit.Reference : null)) is { } truth)
        {
            await pairs.JudgeAsync(running.Id, audit, truth, cancellation);
        }

        if (verdicts.Any(verdict => verdict.BrokenAt is not null)) await floors.FallBackAsync(audit.Project, trust, cancellation);
        return Success.Of(verdicts);
    }
}
