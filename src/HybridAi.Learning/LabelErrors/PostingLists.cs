using HybridAi.Learning.Linear;

namespace HybridAi.Learning.LabelErrors;

/// <summary>By feature the rows that hold it: the rows of a sparse matrix turned on their side, without its constant last column.</summary>
internal sealed class PostingLists
{
    private readonly SparseRows _rows;
    private readonly int[] _starts;
    private readonly int[] _holders;
    private readonly float[] _values;
    private readonly int _longest;

    /// <param name="rows">The rows; their last column is the constant.</param>
    /// <param name="longest">Features that more rows hold than this are passed over.</param>
    public PostingLists(SparseRows rows, int longest)
    {
        (_rows, _longest) = (rows, longest);
        _starts = new int[rows.ColumnCount + 1];
        foreach (var column in rows.Columns) _starts[column + 1]++;
        for (var column = 0; column < rows.ColumnCount; column++) _starts[column + 1] += _starts[column];
        _holders = new int[rows.Columns.Length];
        _values = new float[rows.Columns.Length];
        var filled = _starts.ToArray();
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = rows.Starts[row]; i < rows.Starts[row + 1]; i++)
            {
                var at = filled[rows.Columns[i]]++;
                (_holders[at], _values[at]) = (row, rows.Values[i]);
            }
        }
    }

    /// <summary>Adds to each row's sum what it has in common with <paramref name="row"/> and returns the rows that were touched.</summary>
    public List<int> Accumulate(int row, float[] sums)
    {
        var touched = new List<int>();
        for (var i = _rows.Starts[row]; i < _rows.Starts[row + 1]; i++)
        {
            var column = _rows.Columns[i];
            var (from, to) = (_starts[column], _starts[column + 1]);
            if (to - from > _longest || column == _rows.ColumnCount - 1) continue;
            for (var at = from; at < to; at++)
            {
                ref var sum = ref sums[_holders[at]];
                if (sum == 0) touched.Add(_holders[at]);
                sum += _rows.Values[i] * _values[at];
            }
        }

        return touched;
    }
}
