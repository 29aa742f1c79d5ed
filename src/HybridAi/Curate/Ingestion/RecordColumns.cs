using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Ingestion;

/// <summary>Which columns of a file make up a record.</summary>
/// <param name="Text">The text; null where the input is a row of the project's columns.</param>
/// <param name="Label">The trusted label; null: the file has none.</param>
/// <param name="Id">The id; null: it is made from the file's hash and the line.</param>
/// <param name="Kept">The further columns that are kept; null: all.</param>
/// <param name="Notes">What a person should know about the choice.</param>
internal sealed record RecordColumns(string? Text, string? Label, string? Id, IReadOnlySet<string>? Kept, IReadOnlyList<string> Notes)
{
    /// <summary>The columns that the request names, or the project; a fault where one that is needed is not in the file.</summary>
    public static Outcome<RecordColumns> Choose(Project project, IngestionRequest request, RowFile file)
    {
        var notes = new List<string>();
        if (project.Columns is not null && request.TextColumn is { } unfit)
            return Fault.BadInput("text-unfit", $"'{project.Name}' is over rows of columns and has no text: '{unfit}' can't be one.");
        if (project.Columns is { } inputs && RowColumns.Check(inputs, file, notes) is { } noRow) return noRow;
        string? text = null;
        if (project.Columns is null && !file.Column(request.TextColumn ?? project.TextField).Succeeded(out text, out var fault)) return fault;
        var id = request.IdColumn ?? project.IdField;
        if (id is not null && file.Column(id).Fault is { } noId) return noId;
        var label = request.LabelColumn ?? project.LabelField;
        if (label is not null && file.Column(label).Fault is { } noLabel)
        {
            // Files without labels are welcome; a file whose label column is merely spelt otherwise would lose its labels unseen.
            if (request.LabelColumn is not null || file.Near(label) is not null) return noLabel;
            notes.Add($"There is no column '{label}' in the first rows: records without it have no trusted label.");
            if (file.Format.Format != SourceFormat.JsonLines) label = null;
        }

        notes.AddRange(project.Fields.Where(field => file.Column(field).Fault is not null).Select(field => $"There is no column '{field}' to keep."));
        return new RecordColumns(text, label, id, project.Fields.Count == 0 ? null : project.Fields.ToHashSet(), notes)
        {
            Row = project.Columns?.Select(column => column.Name).ToHashSet() ?? [],
        };
    }

    /// <summary>The columns that make up the row in place of a text; empty where there is a text.</summary>
    public IReadOnlySet<string> Row { get; private init; } = new HashSet<string>();

    /// <summary>Whether the column is kept beside the text or row, the label and the id.</summary>
    public bool Keeps(string column) => column != Text && column != Label && column != Id && !Row.Contains(column) && (Kept is null || Kept.Contains(column));
}
