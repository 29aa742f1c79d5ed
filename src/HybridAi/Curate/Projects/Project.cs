using System.Text.Json.Serialization;
using HybridAi.Storage;

namespace HybridAi.Curate.Projects;

/// <summary>The kinds of prediction problem that are built.</summary>
public enum ProjectKind
{
    /// <summary>One label out of a closed list for one text.</summary>
    TextClassification,

    /// <summary>Several labels out of a closed list for one text, or none.</summary>
    MultiLabel,

    /// <summary>Named, typed fields taken out of one text.</summary>
    Extraction,

    /// <summary>One number on a scale for one text.</summary>
    Score,

    /// <summary>One label out of a closed list for one row of a table.</summary>
    TabularClassification,

    /// <summary>One number for one row of a table.</summary>
    TabularRegression,
}

/// <summary>One label of the schema.</summary>
/// <param name="Name">The label as it stands in data and answers.</param>
/// <param name="Definition">What belongs under it, in a sentence.</param>
/// <param name="Guideline">How to decide doubtful cases; null where the definition is enough.</param>
public sealed record LabelDefinition(string Name, string Definition, string? Guideline = null);

/// <summary>How the records are shared out, by group, between learning, choosing thresholds and judging.</summary>
/// <param name="Calibration">Share held out for calibration and thresholds, 0 to 1.</param>
/// <param name="Test">Share held out for judging, 0 to 1.</param>
/// <param name="Seed">Another seed is another split.</param>
public sealed record SplitShares(double Calibration = 0.2, double Test = 0.2, int Seed = 1);

/// <summary>One prediction problem: its kind, input fields, label schema and guideline. A change is a new version.</summary>
/// <param name="Name">Lower-case letters, digits, dashes; also its place in the API.</param>
/// <param name="Kind">What is predicted.</param>
/// <param name="TextField">The input field that holds the text; empty where the input is a row of columns.</param>
/// <param name="LabelField">The field that holds a trusted label in ingested files, where they have one.</param>
/// <param name="IdField">The field that holds the record's id; null: the id is made from the content.</param>
/// <param name="Fields">Further input fields to keep; empty: all that the file has.</param>
/// <param name="Guideline">What holds for every label.</param>
/// <param name="Labels">The closed list of labels, in the order of the schema; empty for extraction, scores and regression.</param>
/// <param name="Split">How records are shared out.</param>
public sealed record Project(
    string Name,
    ProjectKind Kind,
    string TextField,
    string? LabelField,
    string? IdField,
    IReadOnlyList<string> Fields,
    string? Guideline,
    IReadOnlyList<LabelDefinition> Labels,
    SplitShares Split)
{
    /// <summary>How many labels a text may have: of multi-label projects, else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LabelCount? Select { get; init; }

    /// <summary>The fields to take out of a text: of extraction projects, else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldDefinition>? Extract { get; init; }

    /// <summary>The scale: of score projects, else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScoreScale? Score { get; init; }

    /// <summary>The columns of a row: of tabular projects, else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ColumnDefinition>? Columns { get; init; }

    /// <summary>The numbers that can be answered: of regression projects, else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScoreScale? Target { get; init; }

    /// <summary>The scale of the answers where they are numbers, whatever the kind calls it; else null.</summary>
    [JsonIgnore]
    public ScoreScale? Scale => Score ?? Target;

    /// <summary>The project's name by its content: equal definitions have equal hashes.</summary>
    public string Hash() => ContentHash.OfJson(this);

    /// <summary>What a label of this project looks like, and how it is read.</summary>
    [JsonIgnore]
    public LabelForm Form => LabelForm.Of(this);

    /// <summary>Whether <paramref name="label"/> is a label of this project as it is kept, letter by letter.</summary>
    public bool Knows(string label) => Form.Read(label).Succeeded(out var kept, out _) && kept == label;
}

/// <summary>A project as it stood at one version.</summary>
/// <param name="Version">1 for the first definition, one more for each change.</param>
/// <param name="Definition">The project.</param>
/// <param name="Hash">The definition's hash.</param>
/// <param name="CreatedAt">When this version came.</param>
public sealed record ProjectVersion(long Version, Project Definition, string Hash, DateTimeOffset CreatedAt);
