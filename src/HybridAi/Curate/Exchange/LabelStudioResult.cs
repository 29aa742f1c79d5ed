using System.Globalization;
using System.Text.Json.Nodes;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>
/// A label as regions of Label Studio, and back: choices for single labels and several, a number or rating for a score, labelled spans for what stands in
/// the text, text areas named by their field for what does not.
/// </summary>
internal sealed class LabelStudioResult(Project project)
{
    private const string Control = "label";

    private readonly RegionForm _regions = new(project);

    public JsonArray Write(string label, string text) => project.Kind switch
    {
        ProjectKind.TextClassification or ProjectKind.TabularClassification => [Region("choices", Control, new() { ["choices"] = new JsonArray(label) })],
        ProjectKind.MultiLabel => [Region("choices", Control, new() { ["choices"] = JsonNode.Parse(label) })],
        ProjectKind.Score or ProjectKind.TabularRegression => [Region("number", Control, new() { ["number"] = decimal.Parse(label, CultureInfo.InvariantCulture) })],
        _ => [.. Fields(label, text)],
    };

    /// <summary>The label, not yet held against the schema; null where there is none.</summary>
    public string? Read(JsonArray result, string text)
    {
        if (project.Kind == ProjectKind.Extraction) return result.Count == 0 ? null : _regions.OfValues(Values(result, text));
        foreach (var region in result)
        {
            var value = region!["value"]!;
            switch ((string?)region["type"])
            {
                case "choices":
                    var choices = value["choices"]!.AsArray().Select(choice => (string)choice!).ToList();
                    if (project.Kind == ProjectKind.MultiLabel) return Json.Write(choices);
                    // Two choices for one label are the schema's to refuse.
                    return string.Join(" | ", choices);
                case "number":
                    return value["number"]!.ToString();
                case "rating":
                    return value["rating"]!.ToString();
            }
        }

        return null;
    }

    private static JsonObject Region(string type, string from, JsonObject value)
        => new() { ["from_name"] = from, ["to_name"] = "text", ["type"] = type, ["value"] = value };

    private static IEnumerable<JsonNode> Fields(string label, string text)
    {
        var spans = RegionForm.Spans(label, text).ToDictionary(span => span.Name);
        foreach (var (name, value) in JsonNode.Parse(label)!.AsObject())
        {
            if (spans.TryGetValue(name, out var span))
            {
                yield return Region("labels", Control, new()
                {
                    ["start"] = span.Start, ["end"] = span.End, ["text"] = text[span.Start..span.End], ["labels"] = new JsonArray(name),
                });
            }
            else if (value is not null)
            {
                yield return Region("textarea", name, new() { ["text"] = new JsonArray(value.ToString()) });
            }
        }

        // A label of which every field is empty would else look like none.
        if (JsonNode.Parse(label)!.AsObject().All(field => field.Value is null)) yield return Region("textarea", Control, new() { ["text"] = new JsonArray() });
    }

    private static List<KeyValuePair<string, string>> Values(JsonArray result, string text)
    {
        var values = new List<KeyValuePair<string, string>>();
        foreach (var region in result)
        {
            var value = region!["value"]!;
            if ((string?)region["type"] == "labels")
                values.Add(new((string)value["labels"]![0]!, (string?)value["text"] ?? text[(int)value["start"]!..(int)value["end"]!]));
            else if ((string?)region["type"] == "textarea" && value["text"]!.AsArray() is [var first, ..])
                values.Add(new((string)region["from_name"]!, (string)first!));
        }

        return values;
    }
}
