namespace HybridAi.Curate.Ingestion;

/// <summary>The values of one row in the asked columns, none of them empty.</summary>
/// <param name="Values">In the order in which the columns were asked for.</param>
/// <param name="Line">Where the row begins, from 1.</param>
public sealed record FilledRow(IReadOnlyList<string> Values, long Line);

/// <summary>
/// Reads some columns of a file whole, for evaluation: there a row that is passed over would change the figures, so any bad row is a fault.
/// </summary>
public static class ColumnsFile
{
    /// <summary>All rows in the order of the file; a fault with file, line, column and reason at the first bad one.</summary>
    /// <param name="path">A CSV, TSV or JSON lines file.</param>
    /// <param name="columns">The columns, each of which must have a value in every row.</param>
    /// <param name="hints">What is known of the format; null: nothing.</param>
    /// <param name="options">The bounds; null: the defaults.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public static async Task<Outcome<IReadOnlyList<FilledRow>>> ReadAsync(
        string path, IReadOnlyList<string> columns, FormatHints? hints, IngestionOptions? options, CancellationToken cancellation)
    {
        options ??= new IngestionOptions();
        var opened = await RowFile.OpenAsync(path, hints ?? new FormatHints(), options, cancellation);
        if (!opened.Succeeded(out var file, out var fault)) return fault;
        await using var closing = file;
        foreach (var column in columns)
            if (file.Column(column).Fault is { } missing)
                return missing;

        var rows = new List<FilledRow>();
        while (await file.Rows.ReadAsync(cancellation))
        {
            var bad = file.Rows.Fault ?? columns.Select(column => FaultOf(file.Rows, column, options)).FirstOrDefault(found => found is not null);
            if (bad is not null) return Fault.BadInput(bad.Code, bad.Reason, PlaceOf(path, file.Rows.Line, bad.Column));
            rows.Add(new([.. columns.Select(column => file.Rows.Find(column)!.Value.Value!)], file.Rows.Line));
        }

        if (rows.Count == 0) return Fault.BadInput("no-rows", "The file has a header and no rows.", path);
        return rows;
    }

    /// <summary>How a place in a file is written: <c>file:line, column 'name'</c>.</summary>
    public static string PlaceOf(string path, long line, string? column) => $"{path}:{line}{(column is null ? "" : $", column '{column}'")}";

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
