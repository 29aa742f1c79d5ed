using HybridAi.Learning.OffPolicy;
using HybridAi.Serve.Routing;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Succession;

/// <summary>
/// Moves a candidate on: from shadow to canary after enough requests, from there to live when audits show it better or not worse than the margin, and back when
/// they show it worse, when it fails more often, or when its own floor breaks. May look as often as it likes.
/// </summary>
/// <remarks>
/// Only audited requests count in the comparison, each of them judged: chance drew them, so that the audited differences stand for all. Failures are compared by a
/// <see cref="SignMartingale"/> on the requests on which only one of the two failed.
/// </remarks>
public sealed partial class Referee(SuccessionStore successions, PairStore pairs, RouteStore routes, FloorMonitor floors, ILogger<Referee> logger)
{
    /// <summary>Looks at the succession that is under way.</summary>
    /// <returns>How it stands now; null where there is none.</returns>
    public async Task<RouteSuccession?> LookAsync(string project, CancellationToken cancellation)
    {
        if (await successions.RunningAsync(project, cancellation) is not { } running) return null;
        var evidence = EvidenceOf(await pairs.ReadAsync(running.Id, cancellation), running.Settings);
        var live = await routes.LiveHashAsync(project, cancellation);
        var broken = (await floors.ListAsync(project, cancellation)).FirstOrDefault(
            floor => floor.Route == running.Candidate && floor.BrokenAt is not null && (floor.Truth == Truth.Gold || running.Settings.TrustReference));
        var (state, reason) = Next(running, evidence, live, broken);
        if (state == running.State)
        {
            await successions.KeepAsync(running, evidence, cancellation);
            return running with { Comparison = evidence };
        }

        // Live before promoted: a process that dies between them leaves a live candidate, which the next look calls promoted.
        if (state == SuccessionState.Promoted && live != running.Candidate
            && (await routes.MakeLiveAsync(project, running.Candidate, $"promoted: {reason}", cancellation)).Fault is { } refused)
        {
            (state, reason) = (SuccessionState.Stopped, refused.Reason);
        }

        Log.Moved(logger, project, running.Candidate, running.State, state);
        return await successions.MoveAsync(running, state, reason, evidence, cancellation);
    }

    private static (SuccessionState State, string Reason) Next(RouteSuccession running, SuccessionEvidence evidence, string? live, FloorVerdict? broken)
    {
        var settings = running.Settings;
        if (live == running.Candidate) return (SuccessionState.Promoted, "It is the live route.");
        if (live != running.Champion) return (SuccessionState.Stopped, "The champion that it was compared with is no longer live.");
        if (broken is not null) return (SuccessionState.RolledBack, broken.Reason);
        if (SignMartingale.LogCapital(evidence.OnlyCandidateFailed, evidence.OnlyChampionFailed) >= -Math.Log(1 - settings.Confidence))
        {
            return (SuccessionState.RolledBack,
                $"It alone failed on {evidence.OnlyCandidateFailed} of {evidence.Pairs} requests, the champion alone on {evidence.OnlyChampionFailed}.");
        }

        var audits = evidence.Audits;
        var shown = FormattableString.Invariant(
            $"{audits.Requests} audits, {audits.OnlyChallengerRight} on which only the candidate is right and {audits.OnlyChampionRight} on which only the champion is, at {settings.Confidence:0.###} confidence and a margin of {settings.Margin:0.####}.");
        if (audits.Verdict == ComparisonVerdict.Worse) return (SuccessionState.RolledBack, $"Worse than the champion: {shown}");
        if (running.State == SuccessionState.Shadow)
        {
            return evidence.Pairs >= settings.ShadowRequests
                ? (SuccessionState.Canary, $"Nothing spoke against it on {evidence.Pairs} requests in shadow.")
                : (SuccessionState.Shadow, running.Reason);
        }

        if (evidence.ServedByCandidate < settings.CanaryRequests) return (SuccessionState.Canary, running.Reason);
        return audits.Verdict switch
        {
            ComparisonVerdict.Better => (SuccessionState.Promoted, $"Better than the champion: {shown}"),
            ComparisonVerdict.NotWorse => (SuccessionState.Promoted, $"Not worse than the champion: {shown}"),
            _ => (SuccessionState.Canary, running.Reason),
        };
    }

    private static SuccessionEvidence EvidenceOf(IReadOnlyList<SuccessionPair> met, SuccessionSettings settings)
    {
        var comparison = new PairedComparison(new() { Confidence = settings.Confidence, Margin = settings.Margin });
        foreach (var pair in met)
        {
            if (pair.Right is not { } right) continue;
            var choice = Differ(pair) ? new InterleavedChoice(true, pair.Served, pair.Served == Side.Challenger ? settings.CanaryShare : 1 - settings.CanaryShare) : InterleavedChoice.Same;
            comparison.Add(new(choice, choice.Differ ? new(right.Champion, right.Candidate, 0, 0) : null));
        }

        return new(
            met.Count, met.Count(pair => pair.Served == Side.Challenger), met.Count(Differ),
            met.Count(pair => pair.Right is null && (IsOpen(pair.Champion) || IsOpen(pair.Candidate))),
            met.Count(pair => pair is { Candidate.End: WayEnd.Failed, Champion.End: not WayEnd.Failed }),
            met.Count(pair => pair is { Champion.End: WayEnd.Failed, Candidate.End: not WayEnd.Failed }), comparison.State);

        bool Differ(SuccessionPair pair) => pair.Champion.Label != pair.Candidate.Label && (pair.Right is not null || (!IsOpen(pair.Champion) && !IsOpen(pair.Candidate)));
        bool IsOpen(Way way) => way.End is WayEnd.AwaitsReference or WayEnd.Unknown;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Candidate {Route} of {Project} goes from {From} to {To}")]
        public static partial void Moved(ILogger logger, string project, string route, SuccessionState from, SuccessionState to);
    }
}
