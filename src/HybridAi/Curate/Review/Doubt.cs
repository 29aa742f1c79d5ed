namespace HybridAi.Curate.Review;

/// <summary>How doubtful one record's label is.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Labeller">Whose label is doubted.</param>
/// <param name="Label">That label.</param>
/// <param name="Score">The estimated probability that it is wrong.</param>
/// <param name="Parts">What each kind of evidence adds to the log odds, by name; above 0 it speaks against the label.</param>
/// <param name="Version">Hash of all that the estimate rests on: texts, labels, votes, reviews, seed.</param>
/// <param name="CreatedAt">When it was estimated.</param>
public sealed record Doubt(
    string RecordId, string Labeller, string Label, double Score, IReadOnlyDictionary<string, double> Parts, string Version, DateTimeOffset CreatedAt);
