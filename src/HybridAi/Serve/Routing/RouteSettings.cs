using HybridAi.Learning.Routing;

namespace HybridAi.Serve.Routing;

/// <summary>What a route must hold.</summary>
/// <param name="Margin">How far below the reference's accuracy the floor lies, above 0 and below 1.</param>
/// <param name="Confidence">One-sided confidence that the floor is held, 0.5 to 1.</param>
/// <param name="Seed">Another seed deals the rows to other folds.</param>
/// <param name="Showing">How rows are kept from the policies that they judge.</param>
/// <param name="MaxLatencyMs">The 95th percentile of the time that the asked tiers take must not be above it, in milliseconds; null: no limit.</param>
/// <param name="BudgetUsd">The mean cost of an input that may be spent for better answers than the floor asks for; null: as little as possible.</param>
/// <param name="SliceMargin">How far below the reference's accuracy the floor lies within each protected slice; null: as for all rows.</param>
/// <param name="Tolerance">Answers are numbers, and right when no further than this from the true one; null: answers are labels.</param>
/// <param name="SliceFields">Fields of records of which each value is a protected slice; null: none.</param>
public sealed record RouteSettings(
    double Margin = 0.01, double Confidence = 0.95, int Seed = 1, Showing Showing = Showing.CrossFitted, double? MaxLatencyMs = null, decimal? BudgetUsd = null,
    double? SliceMargin = null, double? Tolerance = null, IReadOnlyList<string>? SliceFields = null);
