using HybridAi.Curate.Ingestion;

namespace HybridAi.Learn.Evaluation;

/// <summary>One row of a table file.</summary>
/// <param name="Cells">One a column; null where nothing stands, or what stands for nothing.</param>
/// <param name="Line">Where the row begins, from 1.</param>
public sealed record TabularFileRow(IReadOnlyList<string?> Cells, long Line);

/// <summary>A table file, read whole: for evaluation a row that is passed over would change the figures, so any bad row is a fault.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Columns">The columns, in the order of the file.</param>
/// <param name="Rows">The rows, at least one.</param>
public sealed record TabularFile(string Path, IReadOnlyList<string> Columns, IReadOnlyList<TabularFileRow> Rows)
{
    // As spreadsheets, statistics programs and the older public data sets write it.
    private static readonly HashSet<string> Missing = new(StringComparer.OrdinalIgnoreCase) { "NA", "N/A", "NaN", "null", "?" };

    /// <summary>Reads the file; a fault with file, line, column and reason where it can't be read or a row is bad.</summary>
    /// <param name="path">A CSV, TSV or JSON lines file.</param>
    /// <param name="hints">What is known of the format; null: nothing.</param>
    /// <param name="options">The bounds; null: the defaults.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public static async Task<Outcome<TabularFile>> ReadAsync(string path, FormatHints? hints, IngestionOptions? options, CancellationToken cancellation)
    {
        var opened = await RowFile.OpenAsync(path, hints ?? new(), options ?? new(), cancellation);
        if (!opened.Succeeded(out var file, out var fault)) return fault;
        await using var closing = file;
        var columns = new List<string>(file.Format.Columns);
        var places = columns.Index().ToDictionary(column => column.Item, column => column.Index);
        var rows = new List<(string?[] Cells, long Line)>();
        while (await file.Rows.ReadAsync(cancellation))
        {
            if (file.Rows.Fault is { } bad) return Fault.BadInput(bad.Code, bad.Reason, ColumnsFile.PlaceOf(path, file.Rows.Line, bad.Column));
            var cells = new string?[columns.Count];
            foreach (var cell in file.Rows.Cells)
            {
                if (cell is { Kind: CellKind.Nested, Value: not null })
                    return Fault.BadInput("value-nested", "The value is a JSON object or array.", ColumnsFile.PlaceOf(path, file.Rows.Line, cell.Column));
                // The first rows of JSON lines need not have every column.
                if (places.TryAdd(cell.Column, columns.Count)) columns.Add(cell.Column);
                if (places[cell.Column] >= cells.Length) Array.Resize(ref cells, columns.Count);
                cells[places[cell.Column]] = Filled(cell.Value);
            }

            rows.Add((cells, file.Rows.Line));
        }

        if (rows.Count == 0) return Fault.BadInput("no-rows", "The file has a header and no rows.", path);
        return new TabularFile(path, columns, [.. rows.Select(row => new TabularFileRow(Padded(row.Cells, columns.Count), row.Line))]);
    }

    /// <summary>The place of a column; a fault that names those there are, where there is none of this name.</summary>
    public Outcome<int> Place(string column)
    {
        for (var place = 0; place < Columns.Count; place++)
            if (Columns[place] == column)
                return place;
        var known = string.Join(", ", Columns.Take(30).Select(name => $"'{name}'"));
        return Fault.BadInput("column-missing", $"There is no column '{column}'. The columns are {known}.", Path);
    }

    /// <summary>How a cell's place is written.</summary>
    public string PlaceOf(int row, int column) => ColumnsFile.PlaceOf(Path, Rows[row].Line, Columns[column]);

    private static string? Filled(string? value) => string.IsNullOrWhiteSpace(value) || Missing.Contains(value.Trim()) ? null : value.Trim();

    private static string?[] Padded(string?[] cells, int count)
    {
        if (cells.Length < count) Array.Resize(ref cells, count);
        return cells;
    }
}
