namespace HybridAi.Llm.Gateway;

/// <summary>Two questions, and whether one answer is right for both.</summary>
/// <param name="First">The one.</param>
/// <param name="Second">The other.</param>
/// <param name="Same">Whether the answer to one is right for the other.</param>
public sealed record SemanticPair(string First, string Second, bool Same);

/// <summary>A pair as the threshold sees it.</summary>
/// <param name="Similarity">Cosine of the two vectors, −1 to 1.</param>
/// <param name="Same">Whether one answer is right for both.</param>
public readonly record struct ScoredPair(double Similarity, bool Same);
