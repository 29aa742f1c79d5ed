namespace HybridAi.Serve.Reporting;

/// <summary>What is asked of the speed of answers.</summary>
/// <param name="WithinMs">An answer within so many milliseconds is in time.</param>
/// <param name="Share">So large a share of predictions shall be answered in time, 0 to 1.</param>
public sealed record LatencyObjective(double WithinMs = 1_000, double Share = 0.99);

/// <summary>How fast predictions were.</summary>
/// <param name="Projects">The projects that it is about.</param>
/// <param name="From">Predictions from then on; null: from the first.</param>
/// <param name="Until">Predictions before then; null: to the last.</param>
/// <param name="Objective">What is asked.</param>
/// <param name="Lines">By project, tier and model.</param>
/// <param name="Notes">What a careful reader must know.</param>
public sealed record LatencyReport(
    IReadOnlyList<string> Projects, DateTimeOffset? From, DateTimeOffset? Until, LatencyObjective Objective, IReadOnlyList<LatencyLine> Lines, IReadOnlyList<string> Notes);

/// <summary>How fast one tier was with one model.</summary>
/// <param name="Project">The project.</param>
/// <param name="Tier">The tier whose answer stood; <c>none</c> for predictions without an answer.</param>
/// <param name="Model">Its model; empty without one.</param>
/// <param name="Predictions">All predictions.</param>
/// <param name="Failed">Those without an answer: never in time.</param>
/// <param name="NotMeasured">Answered ones whose time nobody measured: left out of all that follows.</param>
/// <param name="P50Ms">Median of the measured, in milliseconds, by nearest rank; null where none was.</param>
/// <param name="P95Ms">95th percentile.</param>
/// <param name="P99Ms">99th percentile.</param>
/// <param name="InTime">Answered within the objective.</param>
/// <param name="Attainment">Share of these among the measured and the failed; null without any.</param>
/// <param name="AttainmentLower">Lower end of its 95 % interval (Clopper and Pearson).</param>
/// <param name="AttainmentUpper">Upper end.</param>
/// <param name="Attained">Whether that share is what is asked or more; null without any.</param>
public sealed record LatencyLine(
    string Project, string Tier, string Model, long Predictions, long Failed, long NotMeasured, double? P50Ms, double? P95Ms, double? P99Ms, long InTime,
    double? Attainment, double? AttainmentLower, double? AttainmentUpper, bool? Attained);
