using HybridAi.Learning.OffPolicy;

namespace HybridAi.Serve.Succession;

/// <summary>How far a candidate is.</summary>
public enum SuccessionState
{
    /// <summary>It is asked beside the champion; nobody gets its answers.</summary>
    Shadow,

    /// <summary>A share of texts is answered by it.</summary>
    Canary,

    /// <summary>It is the live route now.</summary>
    Promoted,

    /// <summary>It was worse, failed too often, or broke its own floor.</summary>
    RolledBack,

    /// <summary>Somebody stopped it, or the champion is no longer live.</summary>
    Stopped,
}

/// <summary>A candidate beside the champion.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project.</param>
/// <param name="Champion">The route that is live.</param>
/// <param name="Candidate">The route that might take its place.</param>
/// <param name="State">How far it is.</param>
/// <param name="Settings">Those of its start.</param>
/// <param name="Reason">Why it stands there.</param>
/// <param name="Comparison">What was known of it when it was last looked at; null before the first look.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Since">Since when it stands there.</param>
public sealed record RouteSuccession(
    string Id, string Project, string Champion, string Candidate, SuccessionState State, SuccessionSettings Settings, string Reason,
    SuccessionEvidence? Comparison, DateTimeOffset StartedAt, DateTimeOffset Since)
{
    /// <summary>Share of texts that the candidate serves now.</summary>
    public double Share => State == SuccessionState.Canary ? Settings.CanaryShare : 0;
}

/// <summary>What is known of a candidate.</summary>
/// <param name="Pairs">Requests that both routes met.</param>
/// <param name="ServedByCandidate">Those that the candidate answered.</param>
/// <param name="Differing">Those on which both answers are known and differ.</param>
/// <param name="Unfinished">Those on which one route would have asked a dear tier that nobody asked: they say nothing until an audit asks.</param>
/// <param name="OnlyCandidateFailed">Those on which only the candidate failed.</param>
/// <param name="OnlyChampionFailed">Those on which only the champion failed.</param>
/// <param name="Audits">The comparison on audited ones: every one of them judged.</param>
public sealed record SuccessionEvidence(
    int Pairs, int ServedByCandidate, int Differing, int Unfinished, int OnlyCandidateFailed, int OnlyChampionFailed, ComparisonState Audits);
