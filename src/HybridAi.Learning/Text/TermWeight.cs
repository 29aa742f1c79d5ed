namespace HybridAi.Learning.Text;

/// <summary>What one n-gram of a text adds to the score of a label.</summary>
/// <param name="Term">The n-gram as it reads in the lower-cased text; the edge of a word is a space.</param>
/// <param name="Kind">Whole words or characters.</param>
/// <param name="Weight">Its share of the label's score before temperature; positive speaks for the label.</param>
public sealed record TermWeight(string Term, NGramKind Kind, double Weight);
