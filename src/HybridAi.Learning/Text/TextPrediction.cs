namespace HybridAi.Learning.Text;

/// <summary>The label of one text.</summary>
/// <param name="Label">The most probable label.</param>
/// <param name="Index">Its index in the model's labels.</param>
/// <param name="Probability">Its calibrated probability.</param>
/// <param name="Margin">How far it leads the second label, in probability.</param>
public readonly record struct TextPrediction(string Label, int Index, float Probability, float Margin);
