using System.Text.Json;
using HybridAi.Curate.Projects;
using HybridAi.Llm;
using Microsoft.Extensions.AI;

namespace HybridAi.Curate.Labelling;

/// <summary>What a model said about a text, checked against the schema.</summary>
/// <param name="Label">A label of the schema.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Reason">The model's reason, bounded, with a note where its answer had to be interpreted.</param>
internal sealed record LabelAnswer(string Label, double Confidence, string Reason);

/// <summary>
/// Reads a model's answer: a JSON object with label, confidence and reason, alone or between prose and code fences. A label is never
/// guessed: it stands in the schema, but for case and surrounding space, or the answer is a fault.
/// </summary>
internal sealed class ChatLabellerAnswer(IReadOnlyList<LabelDefinition> labels)
{
    /// <summary>
    /// The confidence of an answer that gives none: as likely right as wrong. It says neither "trust me" nor "review me first", and a
    /// calibration that sees only this value learns the model's plain accuracy.
    /// </summary>
    public const double NoConfidence = 0.5;

    private const int MaxAnswer = 64 * 1024;
    private const int MaxReason = 500;
    private const int MaxExcerpt = 80;

    public Outcome<LabelAnswer> Read(ChatResponse response)
    {
        if (response.IsRefusal()) return Wrong("answer-refused", "The model refused to answer.");
        if (response.FinishReason == ChatFinishReason.ContentFilter)
            return Wrong("answer-filtered", "The provider's content filter withheld the answer.");
        var text = response.Text;
        if (text.Length > MaxAnswer) return Wrong("answer-too-long", $"The answer has {text.Length} characters; at most {MaxAnswer} are read.");
        if (JsonObjectIn.Find(text, holding: "label") is { } found) return Read(found);
        return response.FinishReason == ChatFinishReason.Length
            ? Wrong("answer-cut-off", "The answer reached the token limit before its end.")
            : Wrong("answer-unreadable", $"The answer holds no JSON object with a label: {Excerpt(text)}");
    }

    private Outcome<LabelAnswer> Read(JsonElement answer)
    {
        var label = answer.GetProperty("label");
        var said = label.ValueKind == JsonValueKind.String ? label.GetString()! : label.GetRawText();
        List<string> notes = [];
        if (Known(said, notes) is not { } known) return Wrong("label-unknown", $"The answer's label is not in the schema: {Excerpt(said)}");
        var confidence = Confidence(answer, notes);
        if (answer.TryGetProperty("reason", out var given) && given.ValueKind == JsonValueKind.String && given.GetString() is { Length: > 0 } reason)
            notes.Insert(0, Bounded(reason, MaxReason));
        return new LabelAnswer(known, confidence, string.Join(' ', notes));
    }

    private string? Known(string said, List<string> notes)
    {
        foreach (var label in labels)
            if (label.Name == said) return said;
        var alike = labels.Where(label => label.Name.Equals(said.Trim(), StringComparison.OrdinalIgnoreCase)).ToList();
        if (alike is not [var only]) return null;
        notes.Add($"[label was written {Excerpt(said)}]");
        return only.Name;
    }

    private static double Confidence(JsonElement answer, List<string> notes)
    {
        if (answer.TryGetProperty("confidence", out var given) && given.ValueKind == JsonValueKind.Number && given.TryGetDouble(out var confidence))
            return Math.Clamp(confidence, 0, 1);
        notes.Add("[no confidence given]");
        return NoConfidence;
    }

    private static Fault Wrong(string code, string reason) => Fault.Unavailable(code, reason);

    private static string Excerpt(string said) => $"'{Bounded(said, MaxExcerpt)}'";

    private static string Bounded(string said, int most)
    {
        var clean = string.Concat(said.Trim().Select(letter => char.IsControl(letter) ? ' ' : letter));
        return clean.Length <= most ? clean : $"{clean[..most]}…";
    }
}
