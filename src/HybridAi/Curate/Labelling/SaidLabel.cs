using System.ComponentModel;
using System.Text.Json;

namespace HybridAi.Curate.Labelling;

/// <summary>What a model is asked to say about a text. It can leave out everything but the label.</summary>
/// <param name="Label">A label in the form of the project's kind.</param>
/// <param name="Confidence">How likely it thinks itself right.</param>
/// <param name="Reason">Why.</param>
internal sealed record SaidLabel(
    JsonElement Label,
    [property: Description("How likely the label is right, from 0 to 1.")] double? Confidence,
    [property: Description("Why, in at most 15 words.")] string? Reason);
