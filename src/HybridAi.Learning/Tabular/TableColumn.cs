namespace HybridAi.Learning.Tabular;

/// <summary>What the cells of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Numbers, written with the invariant culture; their order means something.</summary>
    Number,

    /// <summary>One of several names; their order means nothing.</summary>
    Category,

    /// <summary>Words.</summary>
    Text,
}

/// <summary>A column that a model reads.</summary>
/// <param name="Name">Its name, for explanations.</param>
/// <param name="Kind">What its cells are.</param>
public sealed record TableColumn(string Name, ColumnKind Kind);
