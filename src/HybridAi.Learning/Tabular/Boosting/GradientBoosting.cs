namespace HybridAi.Learning.Tabular.Boosting;

/// <summary>Adds trees that each take a step down the slope of the loss, on a sample of rows and features, until watched rows gain nothing more.</summary>
/// <remarks>
/// Friedman 2001, "Greedy function approximation: a gradient boosting machine"; sampling of rows: Friedman 2002, "Stochastic gradient boosting".
/// One thread, so that the sums have one order and the trees are the same to the bit.
/// </remarks>
internal static class GradientBoosting
{
    /// <summary>Fits trees.</summary>
    /// <param name="features">The rows' features.</param>
    /// <param name="loss">What is made small, over the same rows.</param>
    /// <param name="rows">The rows that are learnt from.</param>
    /// <param name="watched">Rows that say when to end; none: all rounds are run.</param>
    /// <param name="settings">How.</param>
    /// <param name="rounds">Most rounds.</param>
    /// <param name="seed">Seeds the sampling.</param>
    /// <param name="ct">Checked once a round.</param>
    public static BoostedTrees Fit(
        BinnedFeatures features, BoostingLoss loss, int[] rows, int[] watched, BoostingSettings settings, int rounds, int seed, CancellationToken ct)
    {
        var outputs = loss.Outputs;
        var start = loss.Start(rows);
        var scores = new float[features.Rows * outputs];
        for (var at = 0; at < scores.Length; at++) scores[at] = start[at % outputs];
        var (gradient, curvature) = (Columns(outputs, features.Rows), Columns(outputs, features.Rows));
        var grower = new TreeGrower(features, settings);
        var chance = new Random(seed);
        var trees = new List<GrownTree>();
        var (best, bestRounds) = (Loss(loss, watched, scores), 0);
        int[] followed = [.. rows, .. watched];
        for (var round = 1; round <= rounds && (watched.Length == 0 || round - bestRounds <= settings.Patience); round++)
        {
            ct.ThrowIfCancellationRequested();
            Slopes(loss, rows, scores, gradient, curvature);
            var drawn = Draw(rows, settings.RowShare, chance);
            for (var output = 0; output < outputs; output++)
            {
                var chosen = Draw([.. Enumerable.Range(0, features.Features)], settings.FeatureShare, chance);
                Array.Sort(chosen);
                var tree = grower.Grow([.. drawn], chosen, gradient[output], curvature[output]);
                foreach (var row in followed) scores[row * outputs + output] += tree.ValueOf(features, row);
                trees.Add(tree);
            }

            if (watched.Length == 0 || !(Loss(loss, watched, scores) is var now && now < best)) continue;
            (best, bestRounds) = (now, round);
        }

        return Joined(start, watched.Length == 0 ? trees : trees[..(bestRounds * outputs)]);
    }

    private static void Slopes(BoostingLoss loss, int[] rows, float[] scores, float[][] gradient, float[][] curvature)
    {
        var outputs = loss.Outputs;
        Span<float> slope = new float[outputs];
        Span<float> bend = new float[outputs];
        foreach (var row in rows)
        {
            loss.Slope(row, scores.AsSpan(row * outputs, outputs), slope, bend);
            for (var output = 0; output < outputs; output++) (gradient[output][row], curvature[output][row]) = (slope[output], bend[output]);
        }
    }

    private static double Loss(BoostingLoss loss, int[] rows, float[] scores)
    {
        var sum = 0.0;
        foreach (var row in rows) sum += loss.Of(row, scores.AsSpan(row * loss.Outputs, loss.Outputs));
        return sum;
    }

    private static int[] Draw(int[] of, double share, Random chance)
    {
        var count = Math.Clamp((int)Math.Round(share * of.Length), Math.Min(1, of.Length), of.Length);
        if (count == of.Length) return of;
        int[] drawn = [.. of];
        for (var i = 0; i < count; i++)
        {
            var other = chance.Next(i, drawn.Length);
            (drawn[i], drawn[other]) = (drawn[other], drawn[i]);
        }

        // In order, so that memory is walked in order.
        Array.Resize(ref drawn, count);
        Array.Sort(drawn);
        return drawn;
    }

    private static float[][] Columns(int outputs, int rows) => [.. Enumerable.Range(0, outputs).Select(_ => new float[rows])];

    private static BoostedTrees Joined(float[] start, List<GrownTree> trees)
    {
        var (roots, nodes) = (new int[trees.Count], new List<TreeNode>());
        for (var tree = 0; tree < roots.Length; tree++)
        {
            var root = roots[tree] = nodes.Count;
            nodes.AddRange(trees[tree].Nodes.Select(node =>
                node.Feature == TreeNode.Leaf ? node : node with { Left = node.Left + root, Right = node.Right + root }));
        }

        return new(start, roots, [.. nodes]);
    }
}
