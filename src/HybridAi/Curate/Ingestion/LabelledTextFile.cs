namespace HybridAi.Curate.Ingestion;

/// <summary>One text with its label.</summary>
/// <param name="Text">The text, not empty.</param>
/// <param name="Label">The label, not empty.</param>
/// <param name="Line">Where its row begins, from 1.</param>
public sealed record LabelledText(string Text, string Label, long Line);

/// <summary>
/// Reads a file of labelled texts whole, for evaluation: there a row that is passed over would change the figures, so any bad row is a fault.
/// </summary>
public static class LabelledTextFile
{
    /// <summary>All rows in the order of the file; a fault with file, line, column and reason at the first bad one.</summary>
    /// <param name="path">A CSV, TSV or JSON lines file.</param>
    /// <param name="textColumn">The column that holds the text.</param>
    /// <param name="labelColumn">The column that holds the label.</param>
    /// <param name="hints">What is known of the format; null: nothing.</param>
    /// <param name="options">The bounds; null: the defaults.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public static async Task<Outcome<IReadOnlyList<LabelledText>>> ReadAsync(
        string path, string textColumn, string labelColumn, FormatHints? hints, IngestionOptions? options, CancellationToken cancellation)
    {
        options ??= new IngestionOptions();
        var opened = await RowFile.OpenAsync(path, hints ?? new FormatHints(), options, cancellation);
        if (!opened.Succeeded(out var file, out var fault)) return fault;
        await using var closing = file;
        if (file.Column(textColumn).Fault is { } noText) return noText;
        if (file.Column(labelColumn).Fault is { } noLabel) return noLabel;

        var texts = new List<LabelledText>();
        while (await file.Rows.ReadAsync(cancellation))
        {
            var bad = file.Rows.Fault ?? FaultOf(file.Rows, textColumn, options) ?? FaultOf(file.Rows, labelColumn, options);
            if (bad is not null)
            {
                var column = bad.Column is null ? "" : $", column '{bad.Column}'";
                return Fault.BadInput(bad.Code, bad.Reason, $"{path}:{file.Rows.Line}{column}");
            }

            texts.Add(new LabelledText(file.Rows.Find(textColumn)!.Value.Value!, file.Rows.Find(labelColumn)!.Value.Value!, file.Rows.Line));
        }

        if (texts.Count == 0) return Fault.BadInput("no-rows", "The file has a header and no rows.", path);
        return texts;
    }

    private static RowFault? FaultOf(RowReader row, string column, IngestionOptions options)
    {
        var cell = row.Find(column);
        if (string.IsNullOrWhiteSpace(cell?.Value)) return new RowFault("value-missing", "The row has no value here.", column);
        if (cell.Value.Kind == CellKind.Nested) return new RowFault("value-not-text", "The value is a JSON object or array.", column);
        return cell.Value.Value.Length > options.MaxTextCharacters
            ? new RowFault("text-too-long", $"The value is longer than {options.MaxTextCharacters:N0} characters.", column)
            : null;
    }
}
