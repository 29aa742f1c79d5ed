namespace HybridAi.Learning.Answering;

/// <summary>A passage that may hold the answer.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Headings">The document's title and the headings over it, the outermost first.</param>
/// <param name="Score">How well the search found it to fit; comparable among the passages of one question.</param>
public sealed record EvidencePassage(string Text, IReadOnlyList<string> Headings, double Score);
