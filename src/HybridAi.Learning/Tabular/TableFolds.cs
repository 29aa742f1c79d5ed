namespace HybridAi.Learning.Tabular;

/// <summary>Which part of a cross-validation each row is held out in.</summary>
/// <param name="Of">The part of each row.</param>
/// <param name="Count">Number of parts.</param>
internal sealed record TableFolds(int[] Of, int Count)
{
    private const int Slices = 10;

    /// <summary>
    /// Deals whole groups to parts: ordered by label, or by slices of the target's range, and by chance within, so that every part has its share of
    /// each. A group goes by its first row and to the part that has fewest rows.
    /// </summary>
    public static TableFolds Deal(TableTarget target, int[] groups, int folds, int seed)
    {
        var members = Enumerable.Range(0, groups.Length).GroupBy(row => groups[row]).Select(group => group.ToArray()).ToArray();
        var count = Math.Min(folds, members.Length);
        new Random(seed).Shuffle(members);
        var stratum = Strata(target);
        var of = new int[groups.Length];
        var sizes = new int[count];
        var next = 0;
        foreach (var group in members.OrderBy(group => stratum[group[0]]))
        {
            // In turn, unless groups are so unequal that one part has run ahead.
            var part = sizes[next] <= sizes.Min() + group.Length ? next : Array.IndexOf(sizes, sizes.Min());
            foreach (var row in group) of[row] = part;
            sizes[part] += group.Length;
            next = (next + 1) % count;
        }

        return new(of, count);
    }

    /// <summary>The rows of each part, in their order.</summary>
    public IEnumerable<int[]> Held()
    {
        for (var part = 0; part < Count; part++)
        {
            var rows = RowsOf(part);
            if (rows.Length > 0) yield return rows;
        }
    }

    public int[] RowsOf(int part) => [.. Enumerable.Range(0, Of.Length).Where(row => Of[row] == part)];

    public int[] Without(int[] held)
    {
        var part = Of[held[0]];
        return [.. Enumerable.Range(0, Of.Length).Where(row => Of[row] != part)];
    }

    private static int[] Strata(TableTarget target)
    {
        if (target.IsLabel) return target.Labels();
        var order = Enumerable.Range(0, target.Values.Length).ToArray();
        Array.Sort([.. target.Values], order);
        var strata = new int[order.Length];
        for (var place = 0; place < order.Length; place++) strata[order[place]] = place * Slices / order.Length;
        return strata;
    }
}
