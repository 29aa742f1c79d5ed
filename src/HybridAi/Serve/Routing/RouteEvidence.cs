namespace HybridAi.Serve.Routing;

/// <summary>How a route was chosen, and how it and its reference did on reviewed rows.</summary>
/// <param name="Certificate">What was shown of it.</param>
/// <param name="Front">What else there was to choose from, from safe to cheap.</param>
/// <param name="Calibration">On the rows it was chosen on, each judged by policies that had not learned from it; null where there were none.</param>
/// <param name="Test">On rows that no choice saw, looked at once; null where there were none.</param>
/// <param name="Notes">What a careful reader must know: unknown prices, failures, too few rows, a better reference.</param>
public sealed record RouteEvidence(
    RouteCertificate Certificate, IReadOnlyList<FrontPoint> Front, RouteJudgement? Calibration, RouteJudgement? Test, IReadOnlyList<string> Notes);

/// <summary>How a route and its reference did on one set of reviewed rows.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Accuracy">The route's share of right answers; a row without an answer is wrong.</param>
/// <param name="ReferenceAccuracy">The reference's.</param>
/// <param name="Floor">Reference accuracy minus the margin.</param>
/// <param name="Wins">Rows on which only the route is right.</param>
/// <param name="Losses">Rows on which only the reference is right.</param>
/// <param name="DifferenceAtLeast">Lower confidence bound of route accuracy minus reference accuracy.</param>
/// <param name="ErrorAtMost">Upper Clopper–Pearson bound of the route's error.</param>
/// <param name="Shares">Share of rows by the dearest tier that was asked.</param>
/// <param name="CostPer1000Usd">What 1,000 inputs cost on this route; null where a price is unknown.</param>
/// <param name="ReferenceCostPer1000Usd">What they cost on the reference alone; null where its price is unknown.</param>
/// <param name="Alone">Every tier's own accuracy, had it answered every row.</param>
public sealed record RouteJudgement(
    int Rows,
    double Accuracy,
    double ReferenceAccuracy,
    double Floor,
    int Wins,
    int Losses,
    double DifferenceAtLeast,
    double ErrorAtMost,
    IReadOnlyDictionary<string, double> Shares,
    decimal? CostPer1000Usd,
    decimal? ReferenceCostPer1000Usd,
    IReadOnlyDictionary<string, double> Alone);

/// <summary>One policy of the family that a route was chosen from.</summary>
/// <param name="Place">Its place, from safe to cheap.</param>
/// <param name="Worth">What one call of the reference is worth to it, in right answers.</param>
/// <param name="Tiers">The tiers that it asks.</param>
/// <param name="Accuracy">Share of right answers on rows that it has not learned from.</param>
/// <param name="Difference">That minus the reference's accuracy.</param>
/// <param name="CostShare">What it costs of what the reference costs; where prices are unknown: of the reference's calls.</param>
/// <param name="CostPer1000Usd">What 1,000 inputs cost; null where a price is unknown.</param>
/// <param name="LatencyP95Ms">95th percentile of the time the asked tiers take; null where unknown.</param>
/// <param name="Certified">Whether it was shown to hold the floor.</param>
/// <param name="Chosen">Whether the route is this one.</param>
public sealed record FrontPoint(
    int Place, double Worth, IReadOnlyList<string> Tiers, double Accuracy, double Difference, double CostShare, decimal? CostPer1000Usd, double? LatencyP95Ms,
    bool Certified, bool Chosen);
