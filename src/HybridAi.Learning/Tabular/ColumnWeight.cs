namespace HybridAi.Learning.Tabular;

/// <summary>What one column of a row adds to an answer.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Value">The row's cell; null where it is missing.</param>
/// <param name="Weight">
/// How far the cell moves the answer from that of a row about which nothing is known: log odds of the label against the mean label for a
/// classifier, the target's own unit for a regressor.
/// </param>
public sealed record ColumnWeight(string Column, string? Value, double Weight);
