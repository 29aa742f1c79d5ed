namespace HybridAi.Serve.Routing;

/// <summary>How a route was chosen, and how it and its reference did on reviewed rows.</summary>
/// <param name="Method">How it was chosen, in words, with what that does and does not promise.</param>
/// <param name="Margin">How far below the reference's accuracy the floor lies, 0 to 1.</param>
/// <param name="Confidence">The one-sided confidence that was asked for.</param>
/// <param name="Calibration">On the rows it was chosen on; null where there were none.</param>
/// <param name="Test">On rows that no choice saw, looked at once; null where there were none.</param>
/// <param name="Notes">What a careful reader must know: unknown prices, failures, too few rows, a better reference.</param>
public sealed record RouteEvidence(
    string Method,
    double Margin,
    double Confidence,
    RouteJudgement? Calibration,
    RouteJudgement? Test,
    IReadOnlyList<string> Notes);

/// <summary>How a route and its reference did on one set of reviewed rows.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Accuracy">The route's share of right answers; a row without an answer is wrong.</param>
/// <param name="ReferenceAccuracy">The reference's.</param>
/// <param name="Floor">Reference accuracy minus the margin.</param>
/// <param name="DifferenceAtLeast">Lower confidence bound of route accuracy minus reference accuracy.</param>
/// <param name="ErrorAtMost">Upper Clopper–Pearson bound of the route's error.</param>
/// <param name="Shares">Share of rows answered by each tier.</param>
/// <param name="CostPer1000Usd">What 1,000 inputs cost on this route; null where a price is unknown.</param>
/// <param name="ReferenceCostPer1000Usd">What they cost on the reference alone; null where its price is unknown.</param>
/// <param name="Alone">Every tier's own accuracy, had it answered every row.</param>
public sealed record RouteJudgement(
    int Rows,
    double Accuracy,
    double ReferenceAccuracy,
    double Floor,
    double DifferenceAtLeast,
    double ErrorAtMost,
    IReadOnlyDictionary<string, double> Shares,
    decimal? CostPer1000Usd,
    decimal? ReferenceCostPer1000Usd,
    IReadOnlyDictionary<string, double> Alone);
