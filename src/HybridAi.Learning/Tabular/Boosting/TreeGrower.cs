namespace HybridAi.Learning.Tabular.Boosting;

/// <summary>A tree while it grows: its nodes and, for rows that are bins yet, the bin at which each node parts them.</summary>
/// <param name="Nodes">The nodes, the root first.</param>
/// <param name="Bins">The last bin that goes left, by node.</param>
internal sealed record GrownTree(List<TreeNode> Nodes, List<byte> Bins)
{
    /// <summary>What the tree says of a row.</summary>
    public float ValueOf(BinnedFeatures features, int row)
    {
        var at = 0;
        while (true)
        {
            var node = Nodes[at];
            if (node.Feature == TreeNode.Leaf) return node.Value;
            var bin = features.Bins[node.Feature][row];
            var left = bin == features.Thresholds[node.Feature].Length + 1 ? node.MissingLeft != 0 : bin <= Bins[at];
            at = left ? node.Left : node.Right;
        }
    }
}

/// <summary>
/// Grows trees leaf by leaf, the split that gains most first (Ke et al. 2017; gain and leaf values of Chen and Guestrin 2016, equations 5 and 7, with
/// the direction of missing values learnt as in their algorithm 3). Of two new leaves only the smaller is added up; the other is what remains.
/// </summary>
internal sealed class TreeGrower(BinnedFeatures features, BoostingSettings settings)
{
    private const double LeastGain = 1e-7;

    private readonly Stack<Bin[]> _spare = [];

    /// <summary>Grows one tree. The rows are reordered.</summary>
    /// <param name="rows">The rows that this tree sees.</param>
    /// <param name="chosen">The features that it may split by.</param>
    /// <param name="gradient">By row.</param>
    /// <param name="curvature">By row.</param>
    public GrownTree Grow(int[] rows, int[] chosen, float[] gradient, float[] curvature)
    {
        var tree = new GrownTree([], []);
        var open = new List<OpenLeaf>();
        Open(tree, open, 0, rows.Length, Histogram(rows, 0, rows.Length, chosen, gradient, curvature), chosen);
        for (var leaves = 1; leaves < settings.Leaves; leaves++)
        {
            var best = -1;
            for (var i = 0; i < open.Count; i++)
                if (open[i].Split.Gain > LeastGain && (best < 0 || open[i].Split.Gain > open[best].Split.Gain))
                    best = i;
            if (best < 0) break;
            var leaf = open[best];
            open.RemoveAt(best);
            var middle = Part(rows, leaf);
            var leftIsSmall = middle - leaf.From <= leaf.To - middle;
            var (from, to) = leftIsSmall ? (leaf.From, middle) : (middle, leaf.To);
            var small = Histogram(rows, from, to, chosen, gradient, curvature);
            Subtract(leaf.Bins, small, chosen);
            var left = Open(tree, open, leaf.From, middle, leftIsSmall ? small : leaf.Bins, chosen);
            var right = Open(tree, open, middle, leaf.To, leftIsSmall ? leaf.Bins : small, chosen);
            var (split, node) = (leaf.Split, tree.Nodes[leaf.Node]);
            var thresholds = features.Thresholds[split.Feature];
            tree.Nodes[leaf.Node] = node with
            {
                Feature = split.Feature, Threshold = split.Bin < thresholds.Length ? thresholds[split.Bin] : float.PositiveInfinity,
                Left = left, Right = right, MissingLeft = split.MissingLeft ? 1 : 0,
            };
            tree.Bins[leaf.Node] = (byte)split.Bin;
        }

        foreach (var leaf in open) _spare.Push(leaf.Bins);
        return tree;
    }

    private int Open(GrownTree tree, List<OpenLeaf> open, int from, int to, Bin[] bins, int[] chosen)
    {
        var all = default(Bin);
        if (chosen.Length > 0)
            for (var at = features.Starts[chosen[0]]; at < features.Starts[chosen[0] + 1]; at++)
                all.Add(bins[at]);
        var value = -settings.Rate * all.Gradient / (all.Curvature + settings.Penalty);
        tree.Nodes.Add(new TreeNode(TreeNode.Leaf, 0, 0, 0, (float)value, 0));
        tree.Bins.Add(0);
        open.Add(new OpenLeaf(tree.Nodes.Count - 1, from, to, bins, BestSplit(bins, all, chosen)));
        return tree.Nodes.Count - 1;
    }

    private Split BestSplit(Bin[] bins, Bin all, int[] chosen)
    {
        var best = default(Split);
        if (all.Rows < 2 * settings.LeafRows) return best;
        var whole = Worth(all);
        foreach (var feature in chosen)
        {
            var (start, last) = (features.Starts[feature], features.Thresholds[feature].Length);
            var missing = bins[start + last + 1];
            var left = default(Bin);
            // Behind the last bin only missing values are left to part from the others.
            for (var bin = 0; bin < (missing.Rows > 0 ? last + 1 : last); bin++)
            {
                left.Add(bins[start + bin]);
                if (bins[start + bin].Rows == 0) continue;
                if (all.Rows - left.Rows < settings.LeafRows && missing.Rows == 0) break;
                Weigh(left, false);
                if (missing.Rows == 0) continue;
                var with = left;
                with.Add(missing);
                Weigh(with, true);

                void Weigh(Bin side, bool missingLeft)
                {
                    var other = all;
                    other.Take(side);
                    if (side.Rows < settings.LeafRows || other.Rows < settings.LeafRows) return;
                    var gain = Worth(side) + Worth(other) - whole;
                    if (gain > best.Gain) best = new(gain, feature, bin, missing.Rows > 0 ? missingLeft : side.Rows >= other.Rows);
                }
            }
        }

        return best;
    }

    private double Worth(Bin bin) => bin.Gradient * bin.Gradient / (bin.Curvature + settings.Penalty);

    private Bin[] Histogram(int[] rows, int from, int to, int[] chosen, float[] gradient, float[] curvature)
    {
        if (!_spare.TryPop(out var bins)) bins = new Bin[features.Starts[^1]];
        foreach (var feature in chosen)
        {
            var part = bins.AsSpan(features.Starts[feature], features.Starts[feature + 1] - features.Starts[feature]);
            part.Clear();
            var column = features.Bins[feature];
            for (var i = from; i < to; i++)
            {
                var row = rows[i];
                ref var bin = ref part[column[row]];
                bin.Gradient += gradient[row];
                bin.Curvature += curvature[row];
                bin.Rows++;
            }
        }

        return bins;
    }

    private void Subtract(Bin[] bins, Bin[] small, int[] chosen)
    {
        foreach (var feature in chosen)
            for (var at = features.Starts[feature]; at < features.Starts[feature + 1]; at++)
                bins[at].Take(small[at]);
    }

    private int Part(int[] rows, OpenLeaf leaf)
    {
        var column = features.Bins[leaf.Split.Feature];
        var missing = features.Thresholds[leaf.Split.Feature].Length + 1;
        var (next, last) = (leaf.From, leaf.To - 1);
        while (next <= last)
        {
            var bin = column[rows[next]];
            if (bin == missing ? leaf.Split.MissingLeft : bin <= leaf.Split.Bin) next++;
            else (rows[next], rows[last]) = (rows[last--], rows[next]);
        }

        return next;
    }

    private readonly record struct Split(double Gain, int Feature, int Bin, bool MissingLeft);

    private sealed record OpenLeaf(int Node, int From, int To, Bin[] Bins, Split Split);

    private struct Bin
    {
        public double Gradient;
        public double Curvature;
        public int Rows;

        public void Add(in Bin other) => (Gradient, Curvature, Rows) = (Gradient + other.Gradient, Curvature + other.Curvature, Rows + other.Rows);

        public void Take(in Bin other) => (Gradient, Curvature, Rows) = (Gradient - other.Gradient, Curvature - other.Curvature, Rows - other.Rows);
    }
}
