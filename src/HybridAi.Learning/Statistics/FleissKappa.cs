using HybridAi.Learning.Annotators;

namespace HybridAi.Learning.Statistics;

/// <summary>Agreement of many annotators, whoever they are, beyond what the label frequencies of all would give.</summary>
/// <remarks>
/// Fleiss 1971, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76. Items with different numbers of votes count alike,
/// as in Gwet 2014, "Handbook of inter-rater reliability", section 2.4; with equal numbers it is Fleiss' own.
/// </remarks>
public static class FleissKappa
{
    /// <summary>The kappa over the items with at least two votes.</summary>
    public static Agreement Of(Votes votes)
    {
        var (items, disagreement) = (0, 0.0);
        var shares = new double[votes.Labels];
        for (var item = 0; item < votes.Items; item++)
        {
            var on = votes.On(item);
            if (on.Length < 2) continue;
            items++;
            disagreement += DisagreeingPairs(on) / (on.Length * (on.Length - 1.0));
            foreach (var vote in on) shares[vote.Label] += 1.0 / on.Length;
        }

        return items == 0
            ? Agreement.None("No item has votes of two annotators.", 0)
            : Agreement.Of(disagreement / items, 1 - shares.Sum(share => share / items * (share / items)), items);
    }

    private static int DisagreeingPairs(ReadOnlySpan<Vote> votes)
    {
        var pairs = 0;
        foreach (var one in votes)
            foreach (var other in votes)
                if (one.Label != other.Label)
                    pairs++;
        return pairs;
    }
}
