namespace HybridAi.Learning.Annotators;

/// <summary>Weighted shares of the votes for each label: the plainest posterior, and where the iterative methods start.</summary>
internal static class VoteShares
{
    /// <summary>Items × labels; gold is certain, and an item without votes is anything.</summary>
    /// <param name="votes">The votes.</param>
    /// <param name="gold">What is known.</param>
    /// <param name="weight">An annotator's weight, above 0.</param>
    public static double[] Of(Votes votes, Gold gold, Func<int, double> weight)
    {
        var shares = new double[votes.Items * votes.Labels];
        for (var item = 0; item < votes.Items; item++)
        {
            var row = shares.AsSpan(item * votes.Labels, votes.Labels);
            if (gold[item] is { } known)
            {
                row[known] = 1;
                continue;
            }

            var sum = 0.0;
            foreach (var vote in votes.On(item))
            {
                row[vote.Label] += weight(vote.Annotator);
                sum += weight(vote.Annotator);
            }

            if (sum == 0) row.Fill(1.0 / votes.Labels);
            else foreach (ref var share in row) share /= sum;
        }

        return shares;
    }
}
