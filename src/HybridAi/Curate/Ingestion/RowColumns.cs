using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Ingestion;

/// <summary>The columns of a project's rows in a file.</summary>
internal static class RowColumns
{
    /// <summary>
    /// The fault of a file that lacks a required column, or one that is merely spelt otherwise, which would be missing in every row unseen; null where
    /// rows can be read. Other columns may be missing, which is noted.
    /// </summary>
    public static Fault? Check(IReadOnlyList<ColumnDefinition> columns, RowFile file, List<string> notes)
    {
        foreach (var column in columns)
        {
            if (file.Column(column.Name).Fault is not { } missing) continue;
            if (column.Required || file.Near(column.Name) is not null) return missing;
            notes.Add($"There is no column '{column.Name}': its value is missing in every row.");
        }

        return columns.Any(column => file.Column(column.Name).Fault is null)
            ? null
            : Fault.BadInput("column-missing", $"The file has none of the columns {string.Join(", ", columns.Take(30).Select(column => $"'{column.Name}'"))}.", file.Path);
    }
}
