namespace HybridAi.Learning.Tabular;

/// <summary>Parts rows for judging models on what they never saw.</summary>
public static class HeldOutFolds
{
    /// <summary>The rows of each fold: about as many in each, each label or slice of the target's range in its share, and no group parted.</summary>
    /// <param name="targets">Labels by their place, or numbers.</param>
    /// <param name="labels">Number of labels; 0: the targets are numbers.</param>
    /// <param name="groups">The group of each row; null: each stands for itself.</param>
    /// <param name="folds">At least 2; there are never more than groups.</param>
    /// <param name="seed">Seeds the dealing.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are fewer than two folds.</exception>
    public static IReadOnlyList<int[]> Deal(IReadOnlyList<double> targets, int labels, IReadOnlyList<int>? groups, int folds, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        if (groups is not null && groups.Count != targets.Count) throw new ArgumentException($"{targets.Count} rows but {groups.Count} groups.", nameof(groups));
        return [.. TableFolds.Deal(new([.. targets], labels), groups is null ? [.. Enumerable.Range(0, targets.Count)] : [.. groups], folds, seed).Held()];
    }
}
