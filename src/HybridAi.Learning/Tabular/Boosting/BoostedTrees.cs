using System.Runtime.InteropServices;

namespace HybridAi.Learning.Tabular.Boosting;

/// <summary>One place of a tree.</summary>
/// <param name="Feature">The feature that parts the rows here; -1 at a leaf.</param>
/// <param name="Threshold">A value of at most this goes left.</param>
/// <param name="Left">The place that smaller values go on to.</param>
/// <param name="Right">The place that greater values go on to.</param>
/// <param name="Value">What the rows that come here would be given if the tree ended here.</param>
/// <param name="MissingLeft">1: rows without a value go left; 0: right.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TreeNode(int Feature, float Threshold, int Left, int Right, float Value, int MissingLeft)
{
    public const int Leaf = -1;
}

/// <summary>A sum of trees over a first guess: tree t adds to output t modulo the number of outputs.</summary>
/// <param name="Start">The first guess of each output.</param>
/// <param name="Roots">Where each tree begins among the nodes.</param>
/// <param name="Nodes">All trees' nodes; those that follow a node stand behind it.</param>
internal sealed record BoostedTrees(float[] Start, int[] Roots, TreeNode[] Nodes)
{
    public int Outputs => Start.Length;

    /// <summary>Rounds of boosting, each a tree for every output.</summary>
    public int Rounds => Roots.Length / Outputs;

    /// <summary>The scores of a row.</summary>
    public void Score(ReadOnlySpan<float> features, Span<float> scores)
    {
        Start.CopyTo(scores);
        var output = 0;
        foreach (var root in Roots)
        {
            scores[output] += Nodes[LeafOf(root, features)].Value;
            output = output + 1 == Start.Length ? 0 : output + 1;
        }
    }

    /// <summary>
    /// Adds to each feature what passing its splits changes: the value behind a split less that before it. All of it and each tree's value at its root
    /// make up the score.
    /// </summary>
    /// <remarks>Saabas 2014, "Interpreting random forests"; the path-dependent form, which tells this row's way and not all ways that it might have gone.</remarks>
    /// <param name="features">The row.</param>
    /// <param name="contributions">Features × outputs.</param>
    public void Explain(ReadOnlySpan<float> features, Span<double> contributions)
    {
        for (var tree = 0; tree < Roots.Length; tree++)
        {
            var at = Roots[tree];
            while (Nodes[at].Feature != TreeNode.Leaf)
            {
                var next = Next(Nodes[at], features);
                contributions[Nodes[at].Feature * Outputs + tree % Outputs] += Nodes[next].Value - Nodes[at].Value;
                at = next;
            }
        }
    }

    public void Write(BinaryWriter writer)
    {
        TableFile.WriteAll<float>(writer, Start);
        TableFile.WriteAll<int>(writer, Roots);
        TableFile.WriteAll<TreeNode>(writer, Nodes);
    }

    public static BoostedTrees Read(BinaryReader reader, int outputs, int features)
    {
        var trees = new BoostedTrees(TableFile.ReadAll<float>(reader), TableFile.ReadAll<int>(reader), TableFile.ReadAll<TreeNode>(reader));
        if (trees.Outputs != outputs || trees.Roots.Any(root => (uint)root >= (uint)trees.Nodes.Length))
            throw new InvalidDataException("The trees do not fit the model.");
        for (var at = 0; at < trees.Nodes.Length; at++)
        {
            var node = trees.Nodes[at];
            if (node.Feature == TreeNode.Leaf) continue;
            // Onward only: a loop would never end.
            if ((uint)node.Feature >= (uint)features || node.Left <= at || node.Right <= at || Math.Max(node.Left, node.Right) >= trees.Nodes.Length)
                throw new InvalidDataException("A tree leads out of the model.");
        }

        return trees;
    }

    private int LeafOf(int root, ReadOnlySpan<float> features)
    {
        var at = root;
        while (true)
        {
            ref readonly var node = ref Nodes[at];
            if (node.Feature == TreeNode.Leaf) return at;
            at = Next(node, features);
        }
    }

    private static int Next(in TreeNode node, ReadOnlySpan<float> features)
    {
        var value = features[node.Feature];
        if (float.IsNaN(value)) return node.MissingLeft != 0 ? node.Left : node.Right;
        return value <= node.Threshold ? node.Left : node.Right;
    }
}
