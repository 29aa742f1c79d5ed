using System.Globalization;
using HybridAi.Learning.Tabular;

namespace HybridAi.Learn.Evaluation;

/// <summary>Part of a date that a model may read; the date itself lies behind all training rows when the model is used.</summary>
public enum DatePart
{
    /// <summary>1 to 12.</summary>
    Month,

    /// <summary>0, Sunday, to 6.</summary>
    Weekday,

    /// <summary>0 to 23.</summary>
    Hour,
}

/// <summary>A column that a model is given.</summary>
/// <param name="Column">Its name and kind.</param>
/// <param name="Source">The file's column that it is read from.</param>
/// <param name="Part">Which part of that column's dates it is; null: the cell as it stands.</param>
public sealed record TabularColumn(TableColumn Column, int Source, DatePart? Part)
{
    /// <summary>What the model is given of a cell.</summary>
    public string? Read(string? cell)
    {
        if (Part is not { } part || cell is null) return cell;
        if (!TabularColumns.IsDate(cell, out var date)) return null;
        var value = part switch { DatePart.Month => date.Month, DatePart.Weekday => (int)date.DayOfWeek, _ => date.Hour };
        return value.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>
/// Finds what the columns of a file are by its training rows alone: where all cells are numbers, a number; ISO dates, their month, weekday and hour;
/// where a value stands in five rows or more on average, or there are at most 20, a category; otherwise text. Left out with a note: columns that are
/// empty or always the same, numbers that count the rows, and names that are nearly all different.
/// </summary>
/// <param name="Kept">What a model is given.</param>
/// <param name="Notes">What was left out or taken apart, and why.</param>
public sealed record TabularColumns(IReadOnlyList<TabularColumn> Kept, IReadOnlyList<string> Notes)
{
    private const int FewValues = 20;
    private const int RowsPerValue = 5;
    private const double NearlyAll = 0.95;
    private const double WordsOfText = 1.5;

    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>Infers from a file.</summary>
    /// <param name="file">The training file.</param>
    /// <param name="without">Columns that are no input: the target, the group.</param>
    public static TabularColumns Infer(TabularFile file, IReadOnlyCollection<int> without)
    {
        var (kept, notes) = (new List<TabularColumn>(), new List<string>());
        for (var place = 0; place < file.Columns.Count; place++)
        {
            if (without.Contains(place)) continue;
            var source = place;
            var (name, cells) = (file.Columns[place], file.Rows.Select(row => row.Cells[source]).ToList());
            if (LeftOut(cells) is { } reason)
            {
                notes.Add($"'{name}' was left out: {reason}.");
            }
            else if (cells.OfType<string>().All(cell => IsDate(cell, out _)))
            {
                var parts = Enum.GetValues<DatePart>()
                    .Select(part => new TabularColumn(new($"{name} {part.ToString().ToLowerInvariant()}", ColumnKind.Number), source, part))
                    .Where(part => cells.Select(part.Read).Distinct().Skip(1).Any()).ToList();
                kept.AddRange(parts);
                notes.Add($"'{name}' holds dates and was taken apart: {string.Join(", ", parts.Select(part => part.Part.ToString()!.ToLowerInvariant()))}.");
            }
            else
            {
                kept.Add(new(new(name, KindOf(cells)), source, null));
            }
        }

        return new(kept, notes);
    }

    internal static bool IsDate(string cell, out DateTime date) =>
        DateTime.TryParseExact(cell, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out date);

    internal static bool IsNumber(string cell, out double number) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static string? LeftOut(List<string?> cells)
    {
        var filled = cells.OfType<string>().ToList();
        if (filled.Count == 0) return "it is empty";
        var distinct = filled.Distinct(StringComparer.Ordinal).Count();
        if (distinct == 1 && filled.Count == cells.Count) return "it is always the same";
        if (distinct <= FewValues || filled.Any(cell => IsDate(cell, out _))) return null;
        if (filled.All(cell => IsNumber(cell, out _))) return CountsRows(cells, distinct) ? "it counts the rows" : null;
        return distinct >= NearlyAll * filled.Count && filled.Average(Words) < WordsOfText ? "its values are nearly all different and no text" : null;
    }

    // Whole numbers without a gap or a repetition: what they go along with is the order of the rows.
    private static bool CountsRows(List<string?> cells, int distinct)
    {
        if (cells.Count != distinct) return false;
        var numbers = cells.Select(cell => double.Parse(cell!, CultureInfo.InvariantCulture)).ToList();
        return numbers.All(double.IsInteger) && numbers.Max() - numbers.Min() + 1 == distinct;
    }

    private static ColumnKind KindOf(List<string?> cells)
    {
        var filled = cells.OfType<string>().ToList();
        if (filled.All(cell => IsNumber(cell, out _))) return ColumnKind.Number;
        var distinct = filled.Distinct(StringComparer.Ordinal).Count();
        return distinct <= FewValues || filled.Count >= RowsPerValue * distinct ? ColumnKind.Category : ColumnKind.Text;
    }

    private static int Words(string cell) => cell.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
