namespace HybridAi.Learning.Text;

/// <summary>How far a training has come.</summary>
/// <param name="Stage">What was just done, in words for a progress line.</param>
/// <param name="Share">Share of the planned work that is done, from 0 to 1, never falling.</param>
public readonly record struct TrainingProgress(string Stage, double Share);
