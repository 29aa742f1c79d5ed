using System.Globalization;

namespace HybridAi.Learning.Tabular;

/// <summary>
/// Turns cells into one value a column: a number as it is, a category as the place of its level (frequent levels first), a text as 0; a missing
/// cell is not a number. Training and serving run this one reader.
/// </summary>
/// <remarks>The table knows every level of the training rows, the rare ones too, for novelty; which levels are worth a feature is decided later.</remarks>
internal sealed class TableReader
{
    /// <summary>The value of a level that no training row has.</summary>
    public const double Unknown = -1;

    private readonly Dictionary<string, int>?[] _levels;

    public TableReader(IReadOnlyList<TableColumn> columns, IReadOnlyList<IReadOnlyList<string>?> levels)
    {
        Columns = columns;
        Levels = levels;
        _levels = [.. levels.Select(names => names?.Index().ToDictionary(level => level.Item, level => level.Index, StringComparer.Ordinal))];
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The levels of each category; null for other columns.</summary>
    public IReadOnlyList<IReadOnlyList<string>?> Levels { get; }

    public static TableReader Fit(TabularRows rows) => new(
        [.. rows.Columns],
        [.. rows.Columns.Select((column, place) => column.Kind == ColumnKind.Category ? LevelsOf(rows, place) : null)]);

    /// <summary>Reads a row into <paramref name="values"/>, one a column.</summary>
    public void Read(ReadOnlySpan<string?> cells, Span<double> values)
    {
        if (cells.Length != Columns.Count) throw new ArgumentException($"A row has {cells.Length} cells, not {Columns.Count}.", nameof(cells));
        for (var column = 0; column < cells.Length; column++) values[column] = Read(column, cells[column]);
    }

    /// <summary>All rows, one after another.</summary>
    /// <exception cref="ArgumentException">A cell of a number column is no number.</exception>
    public double[] ReadAll(TabularRows rows)
    {
        var values = new double[rows.Count * Columns.Count];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < Columns.Count; column++)
            {
                var cell = rows.Cells[row][column];
                if (Columns[column].Kind == ColumnKind.Number && cell is not null && !IsNumber(cell, out _))
                    throw new ArgumentException($"Row {row}, column '{Columns[column].Name}': the cell is not a number.");
                values[row * Columns.Count + column] = Read(column, cell);
            }
        }

        return values;
    }

    public static bool IsNumber(string cell, out double value) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private double Read(int column, string? cell)
    {
        if (cell is null) return double.NaN;
        return Columns[column].Kind switch
        {
            ColumnKind.Number => IsNumber(cell, out var number) ? number : double.NaN,
            ColumnKind.Category => _levels[column]!.TryGetValue(cell, out var level) ? level : Unknown,
            _ => 0,
        };
    }

    private static List<string> LevelsOf(TabularRows rows, int column) =>
    [
        .. rows.Cells.Select(cells => cells[column]).OfType<string>().CountBy(cell => cell, StringComparer.Ordinal)
            .OrderByDescending(level => level.Value).ThenBy(level => level.Key, StringComparer.Ordinal).Select(level => level.Key),
    ];
}
