using System.Globalization;
using System.Text.Json.Nodes;
using HybridAi.Curate.Projects;
using HybridAi.Llm.Prompts;
using HybridAi.Llm.Structured;

namespace HybridAi.Curate.Labelling;

/// <summary>What a model is asked in one project: which prompt, what it is told, and the form of its answer.</summary>
internal sealed class LabelQuestion
{
    /// <summary>The property of an answer that holds the label.</summary>
    public const string LabelProperty = "label";

    private readonly Dictionary<string, object?> _values;
    private readonly bool _isName;

    private LabelQuestion(Project project)
    {
        (Form, _isName) = (project.Form, project.Kind.IsOneLabel());
        Schema = AnswerSchema.Of<SaidLabel>("label", "The label of one text.").With(LabelProperty, Form.AnswerSchema());
        _values = new() { ["project"] = project.Name, ["guideline"] = project.Guideline };
        foreach (var (name, value) in Told(project)) _values[name] = value;
        if (project.Columns is { } columns) _values["columns"] = Columns(columns);
    }

    /// <summary>How labels of the project are read.</summary>
    public LabelForm Form { get; }

    /// <summary>What an answer must hold to.</summary>
    public AnswerSchema Schema { get; }

    public static LabelQuestion Of(Project project) => new(project);

    /// <summary>What the prompt is rendered with for one text.</summary>
    public IReadOnlyDictionary<string, object?> Values(string text)
        => new Dictionary<string, object?>(_values) { ["marker"] = TextMarker.Of(text), ["text"] = text };

    /// <summary>What an answer would say that gives this label.</summary>
    public JsonNode Said(string label) => _isName ? JsonValue.Create(label) : JsonNode.Parse(label)!;

    /// <summary>What the prompt is told of the project, whatever the text.</summary>
    public IReadOnlyDictionary<string, object?> OfProject => _values;

    private static Dictionary<string, object?> Told(Project project) => project.Kind switch
    {
        ProjectKind.TextClassification or ProjectKind.TabularClassification => new() { ["labels"] = Labels(project) },
        ProjectKind.MultiLabel => new() { ["labels"] = Labels(project), ["least"] = project.Select?.Least ?? 0, ["most"] = project.Select?.Most ?? project.Labels.Count },
        ProjectKind.Extraction => new() { ["fields"] = Fields(project.Extract!) },
        _ => new()
        {
            ["lowest"] = Number(project.Scale!.Lowest), ["highest"] = Number(project.Scale.Highest), ["step"] = Number(project.Scale.Step),
            ["low"] = project.Scale.Low, ["high"] = project.Scale.High,
        },
    };

    private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, object?>[] Labels(Project project) =>
    [
        .. project.Labels.Where(label => label.Name != Shortlist.None).Select(label => new Dictionary<string, object?>
        {
            ["name"] = label.Name, ["definition"] = label.Definition, ["guideline"] = label.Guideline,
        }),
    ];

    private static Dictionary<string, object?>[] Columns(IReadOnlyList<ColumnDefinition> columns) =>
    [
        .. columns.Select(column => new Dictionary<string, object?>
        {
            ["name"] = column.Name, ["definition"] = column.Definition, ["expected"] = ColumnValue.Expected(column.Type),
        }),
    ];

    private static Dictionary<string, object?>[] Fields(IReadOnlyList<FieldDefinition> fields) =>
    [
        .. fields.Select(field => new Dictionary<string, object?>
        {
            ["name"] = field.Name, ["definition"] = field.Definition, ["expected"] = FieldValue.Expected(field), ["required"] = field.Required,
        }),
    ];
}
