using System.Text.Json.Nodes;

namespace HybridAi.Curate.Projects;

/// <summary>One label of the list, letter by letter.</summary>
internal sealed class SingleLabelForm(Project project) : LabelForm
{
    private readonly HashSet<string> _labels = [.. project.Labels.Select(label => label.Name)];

    public override Outcome<string> Read(string value) => _labels.Contains(value)
        ? value
        : Unknown($"'{Shown(value)}' is not a label of '{project.Name}'. {Known(project.Labels.Select(label => label.Name))}");

    internal override JsonObject AnswerSchema() => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. project.Labels.Select(label => (JsonNode)label.Name)]),
        ["description"] = "The label's name, letter by letter.",
    };
}
