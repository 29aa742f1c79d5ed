using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HybridAi.Curate.Projects;

/// <summary>
/// What a label looks like in one kind of project. Wherever a label comes in (a file, a person, a model) it is read here, and what comes out
/// is the one way in which it is kept: equal labels are equal texts.
/// </summary>
public abstract class LabelForm
{
    private const int MaxShown = 60;
    private const int MaxNames = 20;

    // Asked for with every label that is read, and the same as long as the definition is.
    private static readonly ConditionalWeakTable<Project, LabelForm> Forms = [];

    /// <summary>The form of this project's labels.</summary>
    public static LabelForm Of(Project project) => Forms.GetValue(project, Make);

    /// <summary>The label as it is kept, or the fault <c>label-unknown</c> that says what a label looks like.</summary>
    public abstract Outcome<string> Read(string value);

    /// <summary>The parts of a kept label that should stand in the text and don't, in words.</summary>
    public virtual IReadOnlyList<string> Ungrounded(string label, string text) => [];

    /// <summary>The JSON schema of a label in an answer.</summary>
    internal abstract JsonObject AnswerSchema();

    /// <summary>Reads a label that an answer holds.</summary>
    internal Outcome<string> Read(JsonElement answer) => Read(answer.ValueKind == JsonValueKind.String ? answer.GetString()! : answer.GetRawText());

    /// <summary>The fault of a value that is no label.</summary>
    protected static Fault Unknown(string reason) => Fault.BadInput("label-unknown", reason);

    /// <summary>A value as a message shows it.</summary>
    protected static string Shown(string value) => value.Length <= MaxShown ? value : $"{value[..MaxShown]}…";

    /// <summary>The names that there are, as a message shows them.</summary>
    protected static string Known(IEnumerable<string> names)
    {
        var shown = names.Take(MaxNames + 1).ToList();
        return $"Known: {string.Join(", ", shown.Take(MaxNames))}{(shown.Count > MaxNames ? ", …" : ".")}";
    }

    private static LabelForm Make(Project project) => project.Kind switch
    {
        ProjectKind.TextClassification or ProjectKind.TabularClassification => new SingleLabelForm(project),
        ProjectKind.MultiLabel => new MultiLabelForm(project),
        ProjectKind.Extraction => new ExtractionForm(project),
        ProjectKind.Score or ProjectKind.TabularRegression => new ScoreForm(project),
        var other => throw new ArgumentOutOfRangeException(nameof(project), other, "No kind of project."),
    };
}
