namespace HybridAi.Learning.Routing;

/// <summary>Cuts ordered bins into stretches, one action each, so that the sum of values is greatest.</summary>
internal static class Segmentation
{
    /// <summary>
    /// Finds for each bin its action. Actions keep their order along the bins: once one is left it does not come back. Each cut costs
    /// <paramref name="costOfCut"/>, so that a stretch has to earn more than chance would give it.
    /// </summary>
    /// <param name="values">Bins × actions: the sum of values of the bin's rows under each action.</param>
    /// <param name="actions">How many actions.</param>
    /// <param name="costOfCut">What a cut costs.</param>
    /// <param name="chosen">By bin: the action.</param>
    /// <returns>The greatest sum, cuts paid.</returns>
    public static double Best(ReadOnlySpan<double> values, int actions, double costOfCut, Span<int> chosen)
    {
        var bins = values.Length / actions;
        Span<double> best = stackalloc double[actions];
        Span<double> next = stackalloc double[actions];
        var from = new int[bins * actions];
        for (var action = 0; action < actions; action++) best[action] = values[action];
        for (var bin = 1; bin < bins; bin++)
        {
            // The best earlier action so far; from the last action backwards, so that only the previous bin's sums are read.
            var (sum, place) = (double.NegativeInfinity, 0);
            for (var action = 0; action < actions; action++)
            {
                var (stay, change) = (best[action], sum - costOfCut);
                (next[action], from[bin * actions + action]) = change > stay ? (change, place) : (stay, action);
                next[action] += values[bin * actions + action];
                if (best[action] > sum) (sum, place) = (best[action], action);
            }

            next.CopyTo(best);
        }

        var last = 0;
        for (var action = 1; action < actions; action++)
            if (best[action] >= best[last])
                last = action;
        var greatest = best[last];
        for (var bin = bins - 1; bin >= 0; bin--)
        {
            chosen[bin] = last;
            last = from[bin * actions + last];
        }

        return greatest;
    }
}
