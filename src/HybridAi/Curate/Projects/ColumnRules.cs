namespace HybridAi.Curate.Projects;

/// <summary>What the columns of a tabular project must hold to.</summary>
internal static class ColumnRules
{
    private const int MaxColumns = 500;

    /// <summary>All rules that the project's columns break.</summary>
    public static IEnumerable<BrokenRule> BrokenBy(Project project)
    {
        var columns = project.Columns ?? [];
        if (columns.Count is 0 or > MaxColumns) yield return new BrokenRule("columns", $"has 1 to {MaxColumns} columns, not {columns.Count}");
        foreach (var column in columns.Take(MaxColumns))
        {
            var key = $"columns.{column?.Name}";
            if (ProjectRules.NameFault(column?.Name) is { } fault)
            {
                yield return new BrokenRule(key, fault);
                continue;
            }

            if (!Enum.IsDefined(column!.Type)) yield return new BrokenRule(key, "has a type that is not known");
            if (column.Definition?.Length > SchemaRules.MaxDefinitionCharacters)
                yield return new BrokenRule(key, $"has a definition of more than {SchemaRules.MaxDefinitionCharacters:N0} characters");
            // A model that is shown the answer learns nothing else.
            if (column.Name == project.LabelField) yield return new BrokenRule("label", "is another field than those of 'columns'");
            if (column.Name == project.IdField) yield return new BrokenRule("id", "is another field than those of 'columns'");
        }

        if (columns.Where(column => column is not null).DistinctBy(column => column.Name).Count() < columns.Count) yield return new BrokenRule("columns", "has a column twice");
    }
}
