namespace HybridAi.Learning.Routing;

/// <summary>A rule on the bins of a state table, as a search makes and reads it. Actions are numbered as they follow on the scale; the last one is to stand.</summary>
/// <param name="ByBin">By bin: the action.</param>
/// <param name="ByLabel">By place among the frequent labels: the action by bin, or null where the label has no rule of its own.</param>
internal sealed record BinnedRule(int[] ByBin, int[]?[] ByLabel)
{
    /// <summary>What each cut of the scale has to earn, in right answers: less than that is noise.</summary>
    private const double CostOfCut = 1;

    /// <summary>The rule that is worth most on these rows.</summary>
    /// <param name="state">The state.</param>
    /// <param name="goes">By action but the last: what going on so is worth, by row.</param>
    /// <param name="rows">The rows.</param>
    public static BinnedRule Best(StateTable state, float[][] goes, int[] rows)
    {
        var (actions, bins) = (goes.Length + 1, state.Edges.Length);
        var sums = new double[bins * actions];
        var ofLabel = Array.ConvertAll(state.Frequent, _ => new double[bins * actions]);
        foreach (var row in rows)
        {
            var (from, place) = (state.Bins[row] * actions, state.PlaceOfLabel[row]);
            var own = place < 0 ? null : ofLabel[place];
            for (var action = 0; action < actions; action++)
            {
                double value = action < goes.Length ? goes[action][row] : state.Right[row] ? 1 : 0;
                sums[from + action] += value;
                if (own is not null) own[from + action] += value;
            }
        }

        var shared = new int[bins];
        Segmentation.Best(sums, actions, CostOfCut, shared);
        return new(shared, Array.ConvertAll(ofLabel, own =>
        {
            var chosen = new int[bins];
            var best = Segmentation.Best(own, actions, CostOfCut, chosen);
            var asShared = 0.0;
            for (var bin = 0; bin < bins; bin++) asShared += own[bin * actions + shared[bin]];
            return best > asShared + CostOfCut ? chosen : null;
        }));
    }

    /// <summary>The action for a row.</summary>
    public int ActionFor(StateTable state, int row)
    {
        var place = state.PlaceOfLabel[row];
        return (place < 0 ? ByBin : ByLabel[place] ?? ByBin)[state.Bins[row]];
    }

    /// <summary>The same rule on the scale of reliability.</summary>
    /// <param name="state">The state.</param>
    /// <param name="asks">By action: the tier to ask, or to stand.</param>
    public StateRule ToStateRule(StateTable state, int[] asks)
    {
        var byLabel = new Dictionary<int, IReadOnlyList<Stretch>>();
        for (var place = 0; place < ByLabel.Length; place++)
            if (ByLabel[place] is { } own)
                byLabel[state.Frequent[place]] = Stretches(state, own, asks);
        return new(Stretches(state, ByBin, asks), byLabel);
    }

    private static List<Stretch> Stretches(StateTable state, int[] actions, int[] asks)
    {
        var stretches = new List<Stretch>();
        for (var bin = 0; bin < actions.Length; bin++)
            if (bin == 0 || actions[bin] != actions[bin - 1])
                stretches.Add(new(state.Edges[bin], asks[actions[bin]]));
        return stretches;
    }
}
