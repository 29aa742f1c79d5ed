using HybridAi.Curate.Labelling;

namespace HybridAi.Curate.Review;

/// <summary>How sure a source is of a label.</summary>
/// <param name="Said">As the source has it, 0 to 1.</param>
/// <param name="Chance">As often as blind review found labels of that confidence right; null where too little was reviewed.</param>
public sealed record SourceConfidence(double Said, double? Chance);

/// <summary>How doubtful one record's label is.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Labeller">Whose label is doubted.</param>
/// <param name="Label">That label.</param>
/// <param name="Score">The estimated probability that it is wrong.</param>
/// <param name="Parts">What each kind of evidence adds to the log odds, by name; above 0 it speaks against the label.</param>
/// <param name="Version">Hash of all that the estimate rests on: texts, labels, votes, reviews, seed.</param>
/// <param name="CreatedAt">When it was estimated.</param>
public sealed record Doubt(
    string RecordId, string Labeller, string Label, double Score, IReadOnlyDictionary<string, double> Parts, string Version, DateTimeOffset CreatedAt)
{
    /// <summary>How sure each source is of the label.</summary>
    public IReadOnlyDictionary<ConfidenceSource, SourceConfidence> Confidences { get; init; } = new Dictionary<ConfidenceSource, SourceConfidence>();
}
