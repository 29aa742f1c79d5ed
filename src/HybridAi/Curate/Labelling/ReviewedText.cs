using System.Text.Json.Serialization;

namespace HybridAi.Curate.Labelling;

/// <summary>A text whose label a person, or a trusted file, stands behind.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">Its label.</param>
public sealed record ReviewedText(string Text, string Label)
{
    /// <summary>The record that it is of; null where it is none. No part of what a labeller learns, nor of its version.</summary>
    [JsonIgnore]
    public string? RecordId { get; init; }
}
