using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Ingestion;

/// <summary>Makes a record of a row, or says why it can't be one.</summary>
internal sealed class RecordMaker(Project project, RecordColumns columns, string source, string sourceHash, int maxTextCharacters)
{
    private const int MaxIdCharacters = 200;
    private readonly LabelForm _labels = project.Form;
    private readonly RowText? _rows = RowText.Of(project);
    private readonly string _idStart = sourceHash[..8];

    /// <summary>The record; <paramref name="fault"/> is null exactly when there is one.</summary>
    public Record? Make(RowReader row, out RowFault? fault)
    {
        string? text = null;
        fault = row.Fault ?? (_rows is null ? TextFault(row, out text) : RowFault(row, _rows, out text)) ?? LabelFault(row) ?? IdFault(row) ?? NulFault(row);
        if (fault is not null || text is null) return null;
        return new Record(
            columns.Id is null ? $"{_idStart}-{row.Line}" : row.Find(columns.Id)!.Value.Value!,
            text,
            FieldsOf(row),
            GoldOf(row),
            ContentHash.Of(text),
            ContentHash.Of(GroupText.Of(text)),
            DuplicateOf: null,
            source,
            row.Line);
    }

    private RowFault? TextFault(RowReader row, out string? text)
    {
        var cell = row.Find(columns.Text!);
        text = cell?.Value;
        if (cell is { Kind: not CellKind.Text }) return new RowFault("text-not-text", "The text is no string of JSON.", columns.Text);
        if (string.IsNullOrWhiteSpace(cell?.Value)) return new RowFault("text-missing", "The row has no text.", columns.Text);
        return cell.Value.Value.Length > maxTextCharacters
            ? new RowFault("text-too-long", $"The text is longer than {maxTextCharacters:N0} characters.", columns.Text)
            : null;
    }

    private RowFault? RowFault(RowReader row, RowText rows, out string? text)
    {
        var cells = new RowCells(rows);
        for (var i = 0; i < rows.Columns.Count; i++)
            if (row.Find(rows.Columns[i].Name) is { } cell)
                cells.Set(i, cell.Value, cell.Kind == CellKind.Nested);
        if (!cells.ToText().Succeeded(out text, out var fault)) return new RowFault(fault.Code, fault.Reason, fault.Place);
        return text.Length > maxTextCharacters ? new RowFault("text-too-long", $"The row is longer than {maxTextCharacters:N0} characters.") : null;
    }

    private RowFault? LabelFault(RowReader row)
    {
        if (columns.Label is null || row.Find(columns.Label) is not { } cell) return null;
        if (cell.Kind == CellKind.Nested && project.Kind is not (ProjectKind.MultiLabel or ProjectKind.Extraction))
            return new RowFault("label-not-text", "The label is a JSON object or array.", columns.Label);
        return WrittenLabel(row) is { } label && _labels.Read(label).Fault is { } unknown ? new RowFault(unknown.Code, unknown.Reason, columns.Label) : null;
    }

    private RowFault? IdFault(RowReader row)
    {
        if (columns.Id is null) return null;
        var cell = row.Find(columns.Id);
        if (string.IsNullOrWhiteSpace(cell?.Value)) return new RowFault("id-missing", "The row has no id.", columns.Id);
        if (cell.Value.Kind == CellKind.Nested) return new RowFault("id-not-text", "The id is a JSON object or array.", columns.Id);
        return cell.Value.Value.Length > MaxIdCharacters || cell.Value.Value.Any(char.IsControl)
            ? new RowFault("id-bad", $"An id has at most {MaxIdCharacters} characters, and no control characters.", columns.Id)
            : null;
    }

    // JSON can write a NUL as an escape, which databases refuse or cut off.
    private static RowFault? NulFault(RowReader row)
    {
        foreach (var cell in row.Cells)
        {
            if (cell.Value?.Contains('\0') != true) continue;
            return new RowFault("nul-byte", "The value holds a NUL character.", RowReader.Shorten(cell.Column, 60));
        }

        return null;
    }

    private string? GoldOf(RowReader row) => WrittenLabel(row) is { } label ? _labels.Read(label).Value : null;

    private string? WrittenLabel(RowReader row)
    {
        var label = columns.Label is null ? null : row.Find(columns.Label)?.Value?.Trim();
        return string.IsNullOrEmpty(label) ? null : label;
    }

    private Dictionary<string, string> FieldsOf(RowReader row)
    {
        var fields = new Dictionary<string, string>();
        foreach (var cell in row.Cells)
        {
            if (cell.Value is { Length: > 0 } value && columns.Keeps(cell.Column)) fields[cell.Column] = value;
        }

        return fields;
    }
}
