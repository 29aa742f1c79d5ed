namespace HybridAi.Learning.Text;

/// <summary>Plans which texts are held out of which calibration fit.</summary>
internal static class HeldOut
{
    /// <summary>As many judged texts as make a temperature steady; more would only cost time.</summary>
    private const int Enough = 1000;

    /// <summary>
    /// Parts of about <paramref name="share"/> of the rows each, stratified by class and disjoint, as many as it takes to hold
    /// 1,000 rows or all. A part whose remainder has fewer than two classes is left out.
    /// </summary>
    public static IReadOnlyList<int[]> Plan(ReadOnlySpan<int> labels, int classes, double share, int seed)
    {
        if (share <= 0) return [];
        var order = Enumerable.Range(0, labels.Length).ToArray();
        new Random(seed).Shuffle(order);
        var byClass = new List<int>[classes];
        for (var k = 0; k < classes; k++) byClass[k] = [];
        foreach (var row in order) byClass[labels[row]].Add(row);

        var parts = (int)Math.Round(1 / share);
        var members = new List<int>[parts];
        for (var part = 0; part < parts; part++) members[part] = [];
        var dealt = 0;
        foreach (var rows in byClass)
            foreach (var row in rows)
                members[dealt++ % parts].Add(row);

        var plan = new List<int[]>();
        var judged = 0;
        foreach (var held in members)
        {
            if (judged >= Enough) break;
            if (held.Count == 0 || ClassesOutside(held, labels, byClass) < 2) continue;
            held.Sort();
            plan.Add([.. held]);
            judged += held.Count;
        }

        return plan;
    }

    private static int ClassesOutside(List<int> held, ReadOnlySpan<int> labels, List<int>[] byClass)
    {
        var left = Array.ConvertAll(byClass, rows => rows.Count);
        foreach (var row in held) left[labels[row]]--;
        return left.Count(count => count > 0);
    }
}
