namespace HybridAi.Curate.Projects;

/// <summary>The values of one row on their way to its text: the first that is wrong is the row's fault, in the schema's order.</summary>
internal sealed class RowCells(RowText rows)
{
    private readonly (string? Value, bool Nested)[] _given = new (string?, bool)[rows.Columns.Count];

    /// <summary>Takes the value of the column at this place.</summary>
    public void Set(int place, string? value, bool nested) => _given[place] = (value, nested);

    /// <summary>The row's text, or what is wrong with the row; the fault's place is the column.</summary>
    public Outcome<string> ToText()
    {
        var cells = new string?[_given.Length];
        var some = false;
        for (var i = 0; i < cells.Length; i++)
        {
            var (value, nested) = _given[i];
            cells[i] = ColumnValue.Read(rows.Columns[i], value, nested, out var fault);
            if (fault is not null) return fault;
            if (cells[i]?.Contains('\0') == true) return Fault.BadInput("nul-byte", $"'{rows.Columns[i].Name}' holds a NUL character.", rows.Columns[i].Name);
            some |= cells[i] is not null;
        }

        return some ? rows.Write(cells) : Fault.BadInput("row-empty", "The row has no value in any column.");
    }
}
