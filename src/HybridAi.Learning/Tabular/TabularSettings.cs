namespace HybridAi.Learning.Tabular;

/// <summary>How a model of table rows is searched for and trained.</summary>
/// <param name="Seed">Seeds folds, candidates and sampling; the same rows and seed give the same bytes.</param>
/// <param name="Folds">Parts of the cross-validation, at least 2; fewer where there are fewer rows or groups.</param>
/// <param name="Groups">
/// Rows of one number are never parted, as those of one customer shouldn't be; null: every row stands for itself. As long as the rows.
/// </param>
/// <param name="TreeCandidates">How many settings of boosted trees are drawn and tried, at most 64; 0: linear models alone.</param>
/// <param name="Threads">Most threads; 0: one for each core. The result does not depend on it.</param>
public sealed record TabularSettings(int Seed = 1, int Folds = 5, IReadOnlyList<int>? Groups = null, int TreeCandidates = 8, int Threads = 0)
{
    internal const int MostTreeCandidates = 64;

    internal void Validate(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Folds, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(TreeCandidates);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TreeCandidates, MostTreeCandidates);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        if (Groups is not null && Groups.Count != rows) throw new ArgumentException($"{rows} rows but {Groups.Count} groups.");
        if (Groups is not null && Groups.Distinct().Take(2).Count() < 2) throw new ArgumentException("All rows are of one group: nothing can be held out.");
    }
}
