namespace HybridAi.Learning.Linear;

/// <summary>
/// Rows of a sparse matrix in compressed form: row i owns the entries from <c>Starts[i]</c> up to <c>Starts[i + 1]</c>.
/// </summary>
/// <param name="Starts">Length rows + 1, ascending, from 0 to the number of entries.</param>
/// <param name="Columns">Column of each entry, in [0, <paramref name="ColumnCount"/>), distinct within a row.</param>
/// <param name="Values">Value of each entry.</param>
/// <param name="ColumnCount">Number of columns.</param>
public sealed record SparseRows(int[] Starts, int[] Columns, float[] Values, int ColumnCount)
{
    /// <summary>Number of rows.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>The columns of one row that hold a value.</summary>
    public ReadOnlySpan<int> ColumnsOf(int row) => Columns.AsSpan(Starts[row], Starts[row + 1] - Starts[row]);

    /// <summary>The values of one row, beside <see cref="ColumnsOf"/>.</summary>
    public ReadOnlySpan<float> ValuesOf(int row) => Values.AsSpan(Starts[row], Starts[row + 1] - Starts[row]);
}
