namespace HybridAi.Learning.Tabular;

/// <summary>Rows of a table.</summary>
/// <param name="Columns">The columns, at least one; names are distinct.</param>
/// <param name="Cells">Rows × columns; null is a missing cell, numbers are invariant text.</param>
public sealed record TabularRows(IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<string?>> Cells)
{
    /// <summary>Number of rows.</summary>
    public int Count => Cells.Count;

    internal void Check(int targets)
    {
        if (Columns.Count == 0) throw new ArgumentException("There are no columns to learn from.");
        if (Cells.Count == 0) throw new ArgumentException("There are no rows to train on.");
        if (Cells.Count != targets) throw new ArgumentException($"{Cells.Count} rows but {targets} targets.");
        if (Columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw new ArgumentException($"The column '{repeated.Key}' occurs twice.");
        for (var row = 0; row < Cells.Count; row++)
            if (Cells[row].Count != Columns.Count)
                throw new ArgumentException($"Row {row} has {Cells[row].Count} cells, not {Columns.Count}.");
    }
}
