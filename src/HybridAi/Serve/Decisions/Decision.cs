using System.Runtime.InteropServices;

namespace HybridAi.Serve.Decisions;

/// <summary>One prediction along a route as it was written down. It holds no text.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project.</param>
/// <param name="At">When it ended.</param>
/// <param name="RequestId">The request.</param>
/// <param name="RecordId">The caller's id for the text, or the one that was made.</param>
/// <param name="Route">The route's hash.</param>
/// <param name="Arm">Why this route was gone: one of <see cref="DecisionArms"/>.</param>
/// <param name="TextHash">SHA-256 of the text, as records have it.</param>
/// <param name="Label">What was answered; null where nothing was.</param>
/// <param name="Reliability">How likely that is right, 0 to 1.</param>
/// <param name="Tier">The tier whose answer stood; null where none did.</param>
/// <param name="Outcome"><c>ok</c>, or the code of the fault.</param>
/// <param name="CostUsd">What the asked tiers cost; null where unknown.</param>
/// <param name="ReferenceCostUsd">What the reference alone would have cost; null where unknown.</param>
/// <param name="Asked">The asked tiers, in their order.</param>
/// <param name="Ways">All that the policy might have done, its chances summing to 1.</param>
public sealed record Decision(
    string Id,
    string Project,
    DateTimeOffset At,
    string RequestId,
    string RecordId,
    string Route,
    string Arm,
    string TextHash,
    string? Label,
    double Reliability,
    string? Tier,
    string Outcome,
    decimal? CostUsd,
    decimal? ReferenceCostUsd,
    IReadOnlyList<DecisionTier> Asked,
    IReadOnlyList<DecisionWay> Ways)
{
    /// <summary>Its place in the log; 0 before it was written.</summary>
    public long Seq { get; init; }

    /// <summary>The label that a person gave: for this decision, or in review for a record of this id and this very text; null: nobody did.</summary>
    public string? Gold { get; init; }
}

/// <summary>Why a route was gone.</summary>
public static class DecisionArms
{
    /// <summary>It is the live route.</summary>
    public const string Champion = "champion";

    /// <summary>It serves a share of the requests on trial.</summary>
    public const string Canary = "canary";

    /// <summary>It was walked beside the one that was served, and its answer was given to nobody.</summary>
    public const string Shadow = "shadow";
}

/// <summary>What one tier said.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Labeller">Who answered.</param>
/// <param name="Label">The label; null where there is none.</param>
/// <param name="Confidence">How sure it said it was, 0 to 1; null where it said nothing.</param>
/// <param name="Reliability">How likely the answer so far was right with it, 0 to 1; null in an audit, where nothing was decided by it.</param>
/// <param name="CostUsd">What it cost; null where unknown.</param>
/// <param name="LatencyMs">How long it took, in milliseconds; null where not measured.</param>
/// <param name="Fault">Why there is no label; null where there is one.</param>
public sealed record DecisionTier(
    string Tier, string Labeller, string? Label, double? Confidence, double? Reliability, decimal? CostUsd, double? LatencyMs, string? Fault = null)
{
    /// <summary>A probability for each label of the route, 32-bit floats in Base64; null where the tier names one label alone.</summary>
    public string? Chances { get; init; }

    /// <summary>How unlike its training texts the tier found the text, 0 to 1; null where it can't say.</summary>
    public double? Novelty { get; init; }

    /// <summary>Whether asking again might bring a label: the tier was down or had no budget, rather than having no answer.</summary>
    public bool Passing { get; init; }

    internal static string? Packed(float[]? chances) => chances is null ? null : Convert.ToBase64String(MemoryMarshal.AsBytes(chances.AsSpan()));

    internal float[]? Unpacked() => Chances is null ? null : MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(Chances)).ToArray();
}

/// <summary>One way that a decision might have gone.</summary>
/// <param name="Chance">Its chance, 0 to 1.</param>
/// <param name="Tiers">The tiers that it asks, in their order. Where it needs an answer that nobody has, it is followed up to there.</param>
/// <param name="Audit">Whether it is the audit, which asks every tier and the reference, whatever the policy did.</param>
public sealed record DecisionWay(double Chance, IReadOnlyList<string> Tiers, bool Audit);
