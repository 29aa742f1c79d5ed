namespace HybridAi.Documents.Answering;

/// <summary>One sentence of an answer.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Citations">The spans that it rests on, each verified; empty only where it is not supported.</param>
/// <param name="Supported">Whether its spans hold what it says: every quote was found, and every number, date and name of the sentence stands in one of them.</param>
/// <param name="Support">How well the spans hold the sentence, 0 to 1.</param>
/// <param name="Doubt">What of it no span holds, for a person; null where it is supported.</param>
public sealed record AnswerSentence(string Text, IReadOnlyList<Citation> Citations, bool Supported, double Support, string? Doubt = null);
