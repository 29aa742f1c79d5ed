namespace HybridAi.Curate.Labelling;

/// <summary>A proposed label as the journal holds it: value, confidence, source and provenance.</summary>
/// <param name="RecordId">Whose label.</param>
/// <param name="Value">A label of the schema; null where the labeller failed.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Labeller">Who proposed it.</param>
/// <param name="LabellerVersion">The labeller's hash.</param>
/// <param name="RunId">The labelling run that paid for it.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="CostUsd">What it cost; null where unknown.</param>
/// <param name="Latency">How long it took; null where not measured.</param>
/// <param name="CreatedAt">When.</param>
public sealed record Label(
    string RecordId,
    string? Value,
    double Confidence,
    string Labeller,
    string LabellerVersion,
    string RunId,
    string Reason,
    decimal? CostUsd,
    TimeSpan? Latency,
    DateTimeOffset CreatedAt)
{
    /// <summary>What the confidence rests on.</summary>
    public ConfidenceSource ConfidenceSource { get; init; }
}
