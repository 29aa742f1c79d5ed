using System.ComponentModel;
using System.Text.Json;

namespace HybridAi.Curate.Labelling;

/// <summary>What a model is asked to say about several texts. Each answer is held to its schema on its own: a bad one spoils no other.</summary>
/// <param name="Answers">One <see cref="SaidOfText"/> a text, in any order.</param>
internal sealed record SaidBatch(IReadOnlyList<JsonElement> Answers);

/// <summary>What a model says about one text among several.</summary>
/// <param name="Id">The text's id.</param>
/// <param name="Label">A label in the form of the project's kind.</param>
/// <param name="Confidence">How likely it thinks itself right.</param>
/// <param name="Reason">Why.</param>
internal sealed record SaidOfText(
    string Id,
    JsonElement Label,
    [property: Description("How likely the label is right, from 0 to 1.")] double? Confidence,
    [property: Description("Why, in at most 15 words.")] string? Reason);
