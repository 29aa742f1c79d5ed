namespace HybridAi.Curate.Ingestion;

/// <summary>The names of a delimited file's columns.</summary>
/// <param name="Columns">One name a column; no two are alike.</param>
/// <param name="Line">Where the row they were read from stands.</param>
internal sealed record HeaderRow(IReadOnlyList<string> Columns, long Line)
{
    /// <summary>Moves on to the first row and takes the names from it, or only their number where it is no header.</summary>
    public static Outcome<HeaderRow> Of(RowReader firstRow, bool isHeader, string path, List<string> notes)
    {
        var place = $"{path}:{firstRow.Line}";
        if (firstRow.Fault is { } fault) return Fault.BadInput("header-unreadable", fault.Reason, place);
        if (firstRow.Cells.Count > RowReader.MaxColumns)
        {
            return Fault.BadInput("header-unreadable", $"There are more than {RowReader.MaxColumns:N0} columns.", place);
        }

        var columns = new List<string>(firstRow.Cells.Count);
        foreach (var cell in firstRow.Cells) columns.Add(NameOf(cell, isHeader, columns, notes));
        return new HeaderRow(columns, firstRow.Line);
    }

    private static string NameOf(Cell cell, bool isHeader, List<string> before, List<string> notes)
    {
        var name = isHeader ? cell.Value!.Trim() : "";
        if (name.Length == 0) name = cell.Column;
        if (!before.Contains(name)) return name;
        var number = 2;
        while (before.Contains($"{name}_{number}")) number++;
        notes.Add($"A second column '{name}' was called '{name}_{number}'.");
        return $"{name}_{number}";
    }
}
