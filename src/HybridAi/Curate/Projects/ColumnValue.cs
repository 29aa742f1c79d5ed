using System.Globalization;

namespace HybridAi.Curate.Projects;

/// <summary>Reads one value of a row, the same from a file as from a request.</summary>
internal static class ColumnValue
{
    private const int MaxCategoryCharacters = 500;

    /// <summary>The value as it is kept: numbers in the shortest way that stands for them; null where it is missing.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The value as it is written; null and blank stand for nothing.</param>
    /// <param name="nested">Whether it is an object or an array of JSON.</param>
    /// <param name="fault">Why it is no value of the column; null where it is one or is missing.</param>
    public static string? Read(ColumnDefinition column, string? value, bool nested, out Fault? fault)
    {
        fault = null;
        if (string.IsNullOrWhiteSpace(value))
        {
            if (column.Required) fault = Wrong("cell-missing", $"'{column.Name}' is required, and there is no value.", column);
            return null;
        }

        if (nested)
        {
            fault = Wrong("cell-not-value", $"'{column.Name}' holds {Expected(column.Type)}, not a JSON object or array.", column);
            return null;
        }

        switch (column.Type)
        {
            case ColumnType.Number:
                if (Number(value) is { } number) return number;
                fault = Wrong("cell-not-number", $"'{column.Name}' holds a finite number with a point for the decimals.", column);
                return null;
            case ColumnType.Category when value.Trim().Length > MaxCategoryCharacters:
                fault = Wrong("cell-too-long", $"A value of '{column.Name}' has at most {MaxCategoryCharacters} characters; a column of type 'text' takes more.", column);
                return null;
            case ColumnType.Category:
                return value.Trim();
            default:
                return value;
        }
    }

    /// <summary>What a column of the type holds, for a person or a model.</summary>
    public static string Expected(ColumnType type) => type switch
    {
        ColumnType.Number => "a number",
        ColumnType.Category => "one of a set of values",
        _ => "words",
    };

    private static string? Number(string value)
        => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            // Plus zero: there is one nought, not two.
            ? (number + 0.0).ToString("R", CultureInfo.InvariantCulture)
            : null;

    private static Fault Wrong(string code, string reason, ColumnDefinition column) => Fault.BadInput(code, reason, column.Name);
}
