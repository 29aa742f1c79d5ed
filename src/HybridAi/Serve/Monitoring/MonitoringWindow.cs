using HybridAi.Learning.Drift;

namespace HybridAi.Serve.Monitoring;

/// <summary>Whether serving says what training says: sampled texts are given to the model as training left it, and its answers held against those that were served.</summary>
/// <param name="Compared">Texts that were compared.</param>
/// <param name="Differing">Those with another label, or another confidence beyond rounding.</param>
public sealed record SkewFigures(int Compared, int Differing);

/// <summary>What was found in a span of traffic.</summary>
/// <param name="Texts">Different texts that were compared.</param>
/// <param name="Tiers">Rate, errors, latency and cost by model and tier, over all requests of the span.</param>
/// <param name="Drift">Whether the texts have drifted; null where the model has no reference.</param>
/// <param name="Skew">Whether serving says what training says; null where the model has no reference.</param>
/// <param name="Note">Why nothing could be compared; null where it was.</param>
/// <param name="ToReview">Texts that went to the review queue.</param>
public sealed record WindowReport(int Texts, IReadOnlyList<TierTraffic> Tiers, DriftVerdict? Drift, SkewFigures? Skew, string? Note, int ToReview);

/// <summary>A span of a project's traffic that was looked at.</summary>
/// <param name="Project">The project.</param>
/// <param name="Model">The hash of the model that was live at its end.</param>
/// <param name="BeganAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Report">What was found.</param>
public sealed record MonitoringWindow(string Project, string Model, DateTimeOffset BeganAt, DateTimeOffset EndedAt, WindowReport Report);
