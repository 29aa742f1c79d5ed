namespace HybridAi.Curate.Projects;

/// <summary>What a column of a table holds.</summary>
public enum ColumnType
{
    /// <summary>A finite number.</summary>
    Number,

    /// <summary>One of a set of values that nobody lists beforehand.</summary>
    Category,

    /// <summary>Words.</summary>
    Text,
}

/// <summary>One column of the rows of a tabular project.</summary>
/// <param name="Name">Its name in files and requests.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Definition">What stands in it, in a sentence.</param>
/// <param name="Required">Whether a row without a value here is no row; otherwise the value may be missing.</param>
public sealed record ColumnDefinition(string Name, ColumnType Type, string Definition = "", bool Required = false);
