using System.Text.Json;
using System.Text.Json.Nodes;
using HybridAi.Storage;

namespace HybridAi.Curate.Projects;

/// <summary>Several labels of the list: kept as a JSON array in the order of the schema, each once.</summary>
internal sealed class MultiLabelForm(Project project) : LabelForm
{
    private readonly LabelCount _count = project.Select ?? new LabelCount();
    private readonly Dictionary<string, int> _places = project.Labels.Index().ToDictionary(label => label.Item.Name, label => label.Index);

    public override Outcome<string> Read(string value)
    {
        if (Names(value) is not { } names) return Unknown($"'{Shown(value)}' is no list of labels: write a JSON array of names, such as [\"{project.Labels[0].Name}\"].");
        if (names.FirstOrDefault(name => !_places.ContainsKey(name)) is { } unknown)
            return Unknown($"'{Shown(unknown)}' is not a label of '{project.Name}'. {Known(_places.Keys)}");
        var kept = names.Distinct().OrderBy(name => _places[name]).ToList();
        if (kept.Count < _count.Least) return Unknown($"A text of '{project.Name}' has at least {_count.Least} labels, not {kept.Count}.");
        if (kept.Count > (_count.Most ?? kept.Count)) return Unknown($"A text of '{project.Name}' has at most {_count.Most} labels, not {kept.Count}.");
        return Json.Write(kept);
    }

    // No minItems and maxItems: strict providers refuse them. Read holds answers to the count.
    internal override JsonObject AnswerSchema() => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. project.Labels.Select(label => (JsonNode)label.Name)]) },
        ["description"] = "The names of the labels that hold, letter by letter; empty where none does.",
    };

    // A file may name a text's only label without the brackets.
    private List<string>? Names(string value)
    {
        if (_places.ContainsKey(value)) return [value];
        try
        {
            return JsonSerializer.Deserialize<List<string>>(value) is { } names && !names.Contains(null!) ? names : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
