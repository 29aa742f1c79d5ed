namespace HybridAi.Learn.Evaluation;

/// <summary>What a table is to foretell.</summary>
public enum TabularTask
{
    /// <summary>Numbers of more than 20 values, or with a fraction: regression; anything else: classification.</summary>
    Auto,

    /// <summary>One of several labels.</summary>
    Classification,

    /// <summary>A number.</summary>
    Regression,
}

/// <summary>What <c>hybridai evaluate tabular</c> is told.</summary>
/// <param name="Target">The column to foretell.</param>
/// <param name="Group">Rows of one value of this column are never parted, and the column is no input; null: none.</param>
/// <param name="Task">What the target is.</param>
/// <param name="LeftOut">Columns that are no input.</param>
/// <param name="Seed">Seeds folds, candidates and sampling.</param>
public sealed record TabularEvaluationSettings(
    string Target, string? Group = null, TabularTask Task = TabularTask.Auto, IReadOnlyList<string>? LeftOut = null, int Seed = 1);
