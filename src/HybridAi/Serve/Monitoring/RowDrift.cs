using System.Globalization;
using HybridAi.Curate.Projects;
using HybridAi.Learning.Drift;

namespace HybridAi.Serve.Monitoring;

/// <summary>The columns of rows beside those of a reference, so that an alert names the column that moved. Columns of words show in the text as a whole.</summary>
internal static class RowDrift
{
    private const string Present = "present";
    private const string Missing = "missing";

    /// <summary>The drift columns of both; a column that lacks values on either side shows that in one of its own.</summary>
    /// <param name="rows">How rows are read.</param>
    /// <param name="reference">The reference's texts.</param>
    /// <param name="window">The window's texts.</param>
    public static IEnumerable<DriftColumn> Of(RowText rows, IReadOnlyList<string> reference, IReadOnlyList<string> window)
    {
        var (before, now) = (Read(rows, reference), Read(rows, window));
        for (var i = 0; i < rows.Columns.Count; i++)
        {
            var (column, place) = (rows.Columns[i], i);
            if (column.Type == ColumnType.Text) continue;
            string?[] there = [.. before.Select(row => row[place])];
            string?[] here = [.. now.Select(row => row[place])];
            var name = $"fields.{column.Name}";
            if (column.Type == ColumnType.Category) yield return new CategoricalColumn(name, [.. there.Select(cell => cell ?? "")], [.. here.Select(cell => cell ?? "")]);
            else if (there.Any(cell => cell is not null)) yield return Numbers(name, there, here);
            if (column.Type == ColumnType.Number && there.Concat(here).Any(cell => cell is null))
                yield return new CategoricalColumn($"{name} missing", [.. there.Select(State)], [.. here.Select(State)]);
        }

        static string State(string? cell) => cell is null ? Missing : Present;
    }

    // A missing number stands where half of the reference's do: it pulls neither way.
    private static NumericColumn Numbers(string name, string?[] reference, string?[] window)
    {
        double[] known = [.. reference.OfType<string>().Select(Number).Order()];
        var middle = known[known.Length / 2];
        return new(name, [.. reference.Select(cell => cell is null ? middle : Number(cell))], [.. window.Select(cell => cell is null ? middle : Number(cell))]);
    }

    private static List<string?[]> Read(RowText rows, IReadOnlyList<string> texts)
    {
        var read = new List<string?[]>(texts.Count);
        foreach (var text in texts)
        {
            var cells = new string?[rows.Columns.Count];
            rows.TryRead(text, cells);
            read.Add(cells);
        }

        return read;
    }

    private static double Number(string cell) => double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);
}
