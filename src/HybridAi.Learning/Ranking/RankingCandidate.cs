namespace HybridAi.Learning.Ranking;

/// <summary>A passage that a first search found, as a second look sees it.</summary>
/// <param name="Title">The document's title.</param>
/// <param name="Headings">The headings that it stands under, without the title.</param>
/// <param name="Text">Its text.</param>
/// <param name="First">What the first search made of it.</param>
public sealed record RankingCandidate(string Title, IReadOnlyList<string> Headings, string Text, FirstScores First);

/// <summary>What the first search made of a passage, each as a share of the highest score of its kind in that search.</summary>
/// <param name="Whole">What it was ranked by, 0 to 1.</param>
/// <param name="Words">By its words, 0 to 1; equal to <paramref name="Whole"/> where the search does not tell.</param>
/// <param name="Grams">By its character n-grams, 0 to 1; likewise.</param>
/// <param name="Vectors">By its vector's similarity, −1 to 1; 0 where there are no vectors.</param>
public readonly record struct FirstScores(double Whole, double Words, double Grams, double Vectors);
