using System.Text.Json;
using System.Text.Json.Nodes;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>A part of a text under a field's name.</summary>
/// <param name="Start">Its first UTF-16 character, from 0.</param>
/// <param name="End">The character behind its last.</param>
/// <param name="Name">The field.</param>
internal readonly record struct Span(int Start, int End, string Name);

/// <summary>An extraction's label as parts of the text, and back.</summary>
internal sealed class RegionForm(Project project)
{
    public Project Project => project;

    /// <summary>The fields whose value stands in the text letter by letter, each where it stands first.</summary>
    public static IEnumerable<Span> Spans(string label, string text)
    {
        foreach (var (name, value) in JsonNode.Parse(label)!.AsObject())
        {
            if (value is null || value.ToString() is not { Length: > 0 } said || text.IndexOf(said, StringComparison.Ordinal) is var at && at < 0) continue;
            yield return new(at, at + said.Length, name);
        }
    }

    /// <summary>The label that these parts make.</summary>
    public string OfSpans(IEnumerable<Span> spans, string text) => OfValues(spans.Select(span => KeyValuePair.Create(span.Name, text[span.Start..span.End])));

    /// <summary>The label that these values make, each in the form of its field; of several for one field the first.</summary>
    public string OfValues(IEnumerable<KeyValuePair<string, string>> values)
    {
        var label = new JsonObject();
        foreach (var (name, value) in values)
        {
            if (!label.ContainsKey(name)) label[name] = Node(project.Extract!.FirstOrDefault(field => field.Name == name)?.Type, value);
        }

        return Json.Write(label);
    }

    private static JsonNode? Node(FieldType? type, string value)
    {
        if (type is not (FieldType.Number or FieldType.Boolean)) return value;
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            // Left as it is written: the form says what is wrong with it.
            return value;
        }
    }
}
