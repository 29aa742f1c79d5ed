namespace HybridAi.Learning.Routing;

/// <summary>
/// The answers that come into question for one input, and what each tier says about each of them. The last candidate stands for all labels that nobody named.
/// </summary>
/// <param name="Labels">The named answers, each once.</param>
/// <param name="Offsets">ln of each candidate's share among right answers, the unnamed last; as long as the named where nothing is unnamed.</param>
/// <param name="Votes">By tier: ln of how much likelier its reply makes each candidate; null where it was not asked or had nothing to say.</param>
internal sealed record Candidates(int[] Labels, double[] Offsets, double[]?[] Votes)
{
    private const int TopOfModel = 4;
    private const double Least = 1e-4;

    /// <summary>Gathers candidates.</summary>
    /// <param name="space">What answers can be.</param>
    /// <param name="prior">Share of each label among right answers.</param>
    /// <param name="replies">What each tier said; null: not asked.</param>
    /// <param name="tables">By tier: how to read its answers.</param>
    public static Candidates Of(LabelSpace space, double[] prior, ReadOnlySpan<TierReply?> replies, IReadOnlyList<VoteTable> tables)
    {
        var labels = Named(space, replies);
        var rest = 1.0;
        foreach (var label in labels) rest -= prior[label];
        var whole = labels.Count == space.Count;
        var offsets = new double[labels.Count + (whole ? 0 : 1)];
        for (var c = 0; c < labels.Count; c++) offsets[c] = Math.Log(prior[labels[c]]);
        if (!whole) offsets[^1] = Math.Log(Math.Max(rest, Least));
        var votes = new double[]?[replies.Length];
        for (var tier = 0; tier < replies.Length; tier++)
        {
            if (replies[tier] is not { } reply || reply.Label == TierReply.NoLabel) continue;
            votes[tier] = new double[offsets.Length];
            var left = 1.0;
            for (var c = 0; c < labels.Count; c++)
            {
                var chance = Math.Max(Chance(space, prior, reply, tables[tier], labels[c]), Least);
                left -= chance;
                votes[tier]![c] = Math.Log(chance) - offsets[c];
            }

            if (!whole) votes[tier]![^1] = Math.Log(Math.Max(left, Least)) - offsets[^1];
        }

        return new([.. labels], offsets, votes);
    }

    private static double Chance(LabelSpace space, double[] prior, TierReply reply, VoteTable table, int label)
    {
        if (reply.Chances is { } chances) return space.Within(label, chances);
        var right = table.Right(reply);
        return space.Same(reply.Label, label) ? right : table.Other(reply, label, prior[label], right);
    }

    private static List<int> Named(LabelSpace space, ReadOnlySpan<TierReply?> replies)
    {
        var labels = new List<int>(8);
        Span<int> top = stackalloc int[Math.Min(TopOfModel, space.Count)];
        foreach (var asked in replies)
        {
            if (asked is not { } reply || reply.Label == TierReply.NoLabel) continue;
            Name(reply.Label);
            // Beside a model's number stand others that are as good as the same: they are no rivals of it.
            if (reply.Chances is not { } chances || !space.IsNominal) continue;
            Top.Of(chances, top);
            foreach (var label in top) Name(label);
        }

        return labels;

        void Name(int label)
        {
            if (!labels.Contains(label)) labels.Add(label);
        }
    }
}
