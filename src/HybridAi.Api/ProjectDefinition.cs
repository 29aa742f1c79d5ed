using HybridAi.Curate.Projects;

namespace HybridAi.Api;

/// <summary>A project in the words of the project file.</summary>
/// <param name="Text">The input field that holds the text; left out where the input is a row of <paramref name="Columns"/>.</param>
/// <param name="Labels">
/// The closed list of labels, at least two, in the order of the schema: of the kinds <c>text-classification</c>, <c>multi-label</c> and <c>tabular-classification</c>.
/// </param>
/// <param name="Kind">What is predicted.</param>
/// <param name="Name">May be left out; otherwise the name in the address.</param>
/// <param name="Label">The field that holds a trusted label, where files have one.</param>
/// <param name="Id">The field that holds the record's id; left out: ids are made.</param>
/// <param name="Fields">Further input fields to keep; left out: all.</param>
/// <param name="Guideline">What holds for every label.</param>
/// <param name="Split">How records are shared out; left out: 60 % to learn, 20 % to calibrate, 20 % to judge.</param>
/// <param name="Select">How many labels a text may have: of the kind <c>multi-label</c>.</param>
/// <param name="Extract">The fields to take out of a text: of the kind <c>extraction</c>.</param>
/// <param name="Score">The scale: of the kind <c>score</c>.</param>
/// <param name="Columns">The columns of a row, in the order of the schema: of the kinds <c>tabular-classification</c> and <c>tabular-regression</c>.</param>
/// <param name="Target">The numbers that can be answered: of the kind <c>tabular-regression</c>.</param>
public sealed record ProjectDefinition(
    string? Text = null,
    IReadOnlyList<ProjectLabel>? Labels = null,
    ProjectKind Kind = ProjectKind.TextClassification,
    string? Name = null,
    string? Label = null,
    string? Id = null,
    IReadOnlyList<string>? Fields = null,
    string? Guideline = null,
    SplitShares? Split = null,
    LabelCount? Select = null,
    IReadOnlyList<ProjectField>? Extract = null,
    ScoreScale? Score = null,
    IReadOnlyList<ProjectColumn>? Columns = null,
    ScoreScale? Target = null)
{
    internal Project ToProject(string name) => new(
        name, Kind, Text ?? "", Label, Id, Fields ?? [], Guideline,
        [.. (Labels ?? []).Select(label => new LabelDefinition(label.Name, label.Definition, label.Guideline))], Split ?? new())
    {
        Select = Select, Score = Score, Target = Target,
        Columns = Columns is { } columns ? [.. columns.Select(column => new ColumnDefinition(column.Name, column.Type, column.Definition, column.Required))] : null,
        Extract = Extract is { } fields ? [.. fields.Select(field => new FieldDefinition(field.Name, field.Type, field.Definition, field.Required, field.Choices ?? []))] : null,
    };

    internal static ProjectDefinition Of(Project project) => new(
        project.Columns is null ? project.TextField : null, [.. project.Labels.Select(label => new ProjectLabel(label.Name, label.Definition, label.Guideline))], project.Kind, project.Name,
        project.LabelField, project.IdField, project.Fields, project.Guideline, project.Split,
        project.Select, project.Extract is { } fields ? [.. fields.Select(field => new ProjectField(field.Name, field.Type, field.Definition, field.Required, field.Choices))] : null,
        project.Score, project.Columns is { } columns ? [.. columns.Select(column => new ProjectColumn(column.Name, column.Type, column.Definition, column.Required))] : null,
        project.Target);
}

/// <summary>One column of a row.</summary>
/// <param name="Name">Its name in files and requests.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Definition">What stands in it, in a sentence.</param>
/// <param name="Required">Whether a row without a value here is no row.</param>
public sealed record ProjectColumn(string Name, ColumnType Type, string Definition = "", bool Required = false);

/// <summary>One label of the schema.</summary>
/// <param name="Name">The label as it stands in data and answers.</param>
/// <param name="Definition">What belongs under it, in a sentence.</param>
/// <param name="Guideline">How to decide doubtful cases.</param>
public sealed record ProjectLabel(string Name, string Definition = "", string? Guideline = null);

/// <summary>One field that is taken out of a text.</summary>
/// <param name="Name">Its name in data and answers.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Definition">What belongs in it, in a sentence.</param>
/// <param name="Required">Whether a label without it is no label.</param>
/// <param name="Choices">The values of a choice.</param>
public sealed record ProjectField(
    string Name, FieldType Type = FieldType.Text, string Definition = "", bool Required = false, IReadOnlyList<string>? Choices = null);

/// <summary>A project as it stood at one version.</summary>
/// <param name="Version">1 for the first definition, one more for each change.</param>
/// <param name="Hash">The definition's hash.</param>
/// <param name="CreatedAt">When this version came.</param>
/// <param name="Definition">The project.</param>
public sealed record ProjectAnswer(long Version, string Hash, DateTimeOffset CreatedAt, ProjectDefinition Definition)
{
    internal static ProjectAnswer Of(ProjectVersion version) => new(version.Version, version.Hash, version.CreatedAt, ProjectDefinition.Of(version.Definition));
}
