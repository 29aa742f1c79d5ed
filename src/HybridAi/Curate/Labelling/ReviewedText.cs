namespace HybridAi.Curate.Labelling;

/// <summary>A text whose label a person, or a trusted file, stands behind.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">Its label.</param>
public sealed record ReviewedText(string Text, string Label);
