using System.Text.Json.Serialization;
using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Datasets;

/// <summary>The parts of a split.</summary>
public enum Split
{
    /// <summary>Models learn from it.</summary>
    Train,

    /// <summary>Thresholds and calibration are chosen on it.</summary>
    Calibration,

    /// <summary>Models and routes are judged on it.</summary>
    Test,
}

/// <summary>Where a row's label came from.</summary>
public enum LabelSource
{
    /// <summary>A person gave it.</summary>
    Annotation,

    /// <summary>A trusted label that came with the file.</summary>
    Gold,

    /// <summary>A labeller proposed it and nobody looked.</summary>
    Labeller,

    /// <summary>A labeller proposed it, nobody looked, and audits of its like bound how often that is wrong.</summary>
    AutoAccepted,
}

/// <summary>One row that training or judging sees.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Text">Its text.</param>
/// <param name="Label">Its label.</param>
/// <param name="Split">Its part.</param>
/// <param name="Source">Where the label came from.</param>
/// <param name="By">The annotator, the labeller or the file.</param>
/// <param name="Confidence">The labeller's confidence; 1 for people and gold.</param>
/// <param name="SuggestionShown">Whether a person saw a proposal before giving the label.</param>
public sealed record DatasetRow(
    string RecordId,
    string Text,
    string Label,
    Split Split,
    LabelSource Source,
    string By,
    double Confidence,
    bool SuggestionShown)
{
    /// <summary>Whether a person or a trusted file stands behind the label; only such rows may judge.</summary>
    [JsonIgnore]
    public bool Reviewed => Source is LabelSource.Annotation or LabelSource.Gold;
}

/// <summary>What a dataset is made of, without its rows.</summary>
/// <param name="Hash">SHA-256 of the frozen file.</param>
/// <param name="Project">The project.</param>
/// <param name="ProjectVersion">The project's version when it was frozen.</param>
/// <param name="Labels">The label list, in the schema's order: models index into it.</param>
/// <param name="Rows">Rows by part.</param>
/// <param name="Sources">Rows by source of the label.</param>
/// <param name="ReviewedShare">Share of rows that a person or a trusted file stands behind.</param>
/// <param name="CreatedAt">When it was frozen.</param>
public sealed record DatasetManifest(
    string Hash,
    string Project,
    long ProjectVersion,
    IReadOnlyList<string> Labels,
    IReadOnlyDictionary<Split, int> Rows,
    IReadOnlyDictionary<LabelSource, int> Sources,
    double ReviewedShare,
    DateTimeOffset CreatedAt)
{
    /// <summary>The columns of the rows that the texts are; null where they are texts.</summary>
    public IReadOnlyList<ColumnDefinition>? Columns { get; init; }

    /// <summary>The scale of the labels where they are numbers; else null.</summary>
    public ScoreScale? Scale { get; init; }
}

/// <summary>A frozen, hashed, split snapshot: all that training sees.</summary>
/// <param name="Manifest">What it is made of.</param>
/// <param name="Rows">Its rows, in the order of the frozen file.</param>
public sealed record Dataset(DatasetManifest Manifest, IReadOnlyList<DatasetRow> Rows)
{
    /// <summary>The rows of one part.</summary>
    public IReadOnlyList<DatasetRow> Of(Split split) => [.. Rows.Where(row => row.Split == split)];
}
