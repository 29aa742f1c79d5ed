using System.ComponentModel.DataAnnotations;
using HybridAi.Serve.Decisions;

namespace HybridAi.Api;

/// <summary>What a person says is right.</summary>
/// <param name="Annotator">The person's name.</param>
/// <param name="Label">A label of the route that decided.</param>
public sealed record DecisionGoldRequest([property: Required, StringLength(200)] string Annotator, [property: Required] string Label);

/// <summary>The period that a route is evaluated on, and by what.</summary>
/// <param name="From">From this moment on; left out: from the first decision.</param>
/// <param name="Until">Before this moment; left out: to the last decision.</param>
/// <param name="Measure"><c>reference</c>: as the reference says; <c>gold</c>: as people say, on audited decisions.</param>
public sealed record WhatIfRequest(DateTimeOffset? From = null, DateTimeOffset? Until = null, WhatIfMeasure Measure = WhatIfMeasure.Reference);

/// <summary>A decision as callers see it: without what only a policy can read.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Seq">Its place in the log.</param>
/// <param name="At">When it ended.</param>
/// <param name="RequestId">The request.</param>
/// <param name="RecordId">The caller's id for the text, or the one that was made.</param>
/// <param name="Route">The route's hash.</param>
/// <param name="Arm"><c>champion</c>, <c>canary</c> or <c>shadow</c>.</param>
/// <param name="TextHash">SHA-256 of the text.</param>
/// <param name="Label">What was answered; null where nothing was.</param>
/// <param name="Reliability">How likely that is right, 0 to 1.</param>
/// <param name="Tier">The tier whose answer stood; null where none did.</param>
/// <param name="Outcome"><c>ok</c>, or the code of the fault.</param>
/// <param name="CostUsd">What the asked tiers cost; null where unknown.</param>
/// <param name="ReferenceCostUsd">What the reference alone would have cost; null where unknown.</param>
/// <param name="Asked">The asked tiers, in their order.</param>
/// <param name="Ways">All that the policy might have done, with its chances.</param>
/// <param name="Gold">A person's label; null where nobody gave one.</param>
/// <param name="Audit">Its audit; null where it was not drawn, and in lists.</param>
public sealed record DecisionAnswer(
    string Id, long Seq, DateTimeOffset At, string RequestId, string RecordId, string Route, string Arm, string TextHash, string? Label, double Reliability,
    string? Tier, string Outcome, decimal? CostUsd, decimal? ReferenceCostUsd, IReadOnlyList<DecisionTier> Asked, IReadOnlyList<DecisionWay> Ways, string? Gold,
    Audit? Audit)
{
    internal static DecisionAnswer Of(Decision decision, Audit? audit = null) => new(
        decision.Id, decision.Seq, decision.At, decision.RequestId, decision.RecordId, decision.Route, decision.Arm, decision.TextHash, decision.Label,
        decision.Reliability, decision.Tier, decision.Outcome, decision.CostUsd, decision.ReferenceCostUsd, Shown(decision.Asked), decision.Ways, decision.Gold,
        audit is null ? null : audit with { Answers = Shown(audit.Answers) });

    private static IReadOnlyList<DecisionTier> Shown(IReadOnlyList<DecisionTier> tiers) => [.. tiers.Select(tier => tier with { Chances = null })];
}
