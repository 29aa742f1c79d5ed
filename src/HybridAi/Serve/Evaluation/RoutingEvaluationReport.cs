using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Evaluation;

/// <summary>What a router would save on recorded answers, and whether it keeps its promise.</summary>
/// <param name="Kind">Always <c>routing</c>.</param>
/// <param name="Seed">The first seed.</param>
/// <param name="ElapsedSeconds">How long all of it took.</param>
/// <param name="Seeds">One trial a seed.</param>
/// <param name="Summary">All trials together.</param>
public sealed record RoutingEvaluationReport(string Kind, int Seed, double ElapsedSeconds, IReadOnlyList<RoutingTrialReport> Seeds, RoutingSummary Summary);

/// <summary>One trial: learned and certified on the training part, judged once on the test part.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="TrainRows">Rows of the training part.</param>
/// <param name="TestRows">Rows of the test part.</param>
/// <param name="Reference">The reference on the test part.</param>
/// <param name="Routed">The route on the test part.</param>
/// <param name="Student">The student alone on the test part; null where there is none.</param>
/// <param name="BestSingle">The model, or student, that is best on the training part, on the test part.</param>
/// <param name="RandomAtSameShare">What chance would reach for the same money, between the cheapest tier and the reference.</param>
/// <param name="Oracle">The share of test rows on which any tier is right.</param>
/// <param name="Certificate">What was shown on the training part.</param>
/// <param name="FloorHeld">Whether the route is at most the margin below the reference on the test part, chance included.</param>
/// <param name="McnemarP">Two-sided exact McNemar test of route against reference on the test part.</param>
/// <param name="Notes">What a careful reader must know.</param>
public sealed record RoutingTrialReport(
    int Seed,
    int TrainRows,
    int TestRows,
    ModelFigures Reference,
    RoutedFigures Routed,
    AccuracyFigure? Student,
    ModelFigures BestSingle,
    AccuracyFigure RandomAtSameShare,
    AccuracyFigure Oracle,
    CertificateFigures Certificate,
    bool FloorHeld,
    double McnemarP,
    IReadOnlyList<string> Notes);

/// <summary>One model on the test part.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Accuracy">Share of right answers.</param>
/// <param name="CostUsd">What all test rows cost on it; null where unknown.</param>
public sealed record ModelFigures(string Model, double Accuracy, decimal? CostUsd);

/// <summary>The route on the test part.</summary>
/// <param name="Accuracy">Share of right answers.</param>
/// <param name="CostUsd">What all test rows cost; null where a price is unknown.</param>
/// <param name="CostCut">1 minus its cost over the reference's; where prices are unknown, by calls of the reference.</param>
/// <param name="Shares">Share of rows by the dearest tier that was asked.</param>
/// <param name="Route">Its tiers.</param>
public sealed record RoutedFigures(double Accuracy, decimal? CostUsd, double CostCut, IReadOnlyDictionary<string, double> Shares, IReadOnlyList<string> Route);

/// <summary>A share of right answers.</summary>
/// <param name="Accuracy">The share.</param>
public sealed record AccuracyFigure(double Accuracy);

/// <summary>What was shown on the training part.</summary>
/// <param name="Margin">How far below the reference the floor lies.</param>
/// <param name="Confidence">With which confidence.</param>
/// <param name="Certified">Whether a route was shown to hold the floor.</param>
/// <param name="Bound">Lower bound of route accuracy minus reference accuracy.</param>
/// <param name="State">Certified, not enough data, or refused.</param>
/// <param name="RowsNeeded">About how many training rows would do, where the data were too few.</param>
/// <param name="Reason">The state in a sentence.</param>
public sealed record CertificateFigures(
    double Margin, double Confidence, bool Certified, double Bound, CertificateState State, int? RowsNeeded, string Reason);

/// <summary>All trials together.</summary>
/// <param name="MeanCostCut">Mean cost cut; trials without a certificate count as 0.</param>
/// <param name="MeanAccuracy">Mean accuracy of the route.</param>
/// <param name="MeanAccuracyDelta">Mean of route accuracy minus reference accuracy.</param>
/// <param name="CertifiedShare">Share of trials with a certificate.</param>
/// <param name="FloorViolations">Trials in which the route was below its floor on the test part.</param>
/// <param name="RouterMicrosP99">99th percentile of what deciding takes for one row, without the tiers' own time, in microseconds.</param>
public sealed record RoutingSummary(
    double MeanCostCut, double MeanAccuracy, double MeanAccuracyDelta, double CertifiedShare, int FloorViolations, double RouterMicrosP99);
