using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Exchange;

/// <summary>What a folder for <c>datasets</c> says of itself: the columns' types and the files of each split.</summary>
internal static class HuggingFaceCard
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The card: front matter for programs, then text for people.</summary>
    public static string Card(ProjectVersion project, IReadOnlyDictionary<string, long> counts)
    {
        var card = new StringBuilder("---\nconfigs:\n- config_name: default\n  data_files:\n");
        foreach (var split in counts.Keys) card.Append($"  - split: {split}\n    path: data/{split}.jsonl\n");
        card.Append("dataset_info:\n  features:\n");
        foreach (var column in FlatRow.Columns) card.Append($"  - name: {column}\n    dtype: {TypeOf(column)}\n");
        card.Append("---\n\n");
        card.Append($"# {project.Definition.Name}\n\nVersion {project.Version} of the project, a {project.Definition.Kind.Name()}.\n");
        if (project.Definition.Guideline is { } guideline) card.Append($"\n{guideline}\n");
        if (project.Definition.Labels.Count > 0) card.Append("\n| label | definition |\n|---|---|\n");
        foreach (var label in project.Definition.Labels) card.Append($"| {Cell(label.Name)} | {Cell(label.Definition)} |\n");
        return card.ToString();
    }

    /// <summary>The same for readers that know no card.</summary>
    public static string Infos(string name, IReadOnlyDictionary<string, long> counts)
    {
        var features = new JsonObject(FlatRow.Columns.Select(column =>
            KeyValuePair.Create(column, (JsonNode?)new JsonObject { ["dtype"] = TypeOf(column), ["_type"] = "Value" })));
        var splits = new JsonObject(counts.Select(split => KeyValuePair.Create(
            split.Key, (JsonNode?)new JsonObject { ["name"] = split.Key, ["num_examples"] = split.Value, ["dataset_name"] = name })));
        return new JsonObject { ["default"] = new JsonObject { ["features"] = features, ["splits"] = splits } }.ToJsonString(Indented) + "\n";
    }

    private static string TypeOf(string column) => column switch
    {
        "projectVersion" or "durationMs" => "int64",
        "confidence" or "costUsd" => "float64",
        "suggestionShown" => "bool",
        _ => "string",
    };

    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
