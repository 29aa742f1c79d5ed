namespace HybridAi.Learning.LabelErrors;

/// <summary>What the most similar texts are labelled.</summary>
/// <param name="rows">The rows.</param>
/// <param name="neighbours">The neighbours of each row.</param>
internal sealed class NeighbourVotes(DoubtRows rows, Neighbour[][] neighbours)
{
    /// <summary>From this cosine on two texts are as good as one, and different labels contradict each other.</summary>
    public const float NearDuplicate = 0.8f;

    private const double Smoothing = 0.5;

    /// <summary>The shares of the labels around each row, by squared similarity, smoothed by half a row; its own label has no say.</summary>
    public float[][] Shares()
    {
        var shares = new float[rows.Count][];
        for (var row = 0; row < shares.Length; row++)
        {
            var sums = new double[rows.Labels];
            var all = Smoothing;
            foreach (var near in neighbours[row])
            {
                var weight = near.Similarity * near.Similarity;
                sums[rows.Best(near.Row)] += weight;
                all += weight;
                foreach (var votes in rows.Votes)
                {
                    if (votes[near.Row] == DoubtRows.None) continue;
                    sums[rows.IsReviewed(near.Row) ? rows.Best(near.Row) : votes[near.Row]] += weight;
                    all += weight;
                }
            }

            shares[row] = [.. sums.Select(sum => (float)((sum + Smoothing / rows.Labels) / all))];
        }

        return shares;
    }

    /// <summary>How many near-duplicates have another label, less those that have the same; at most 3 either way.</summary>
    public double[] Contradictions() =>
    [
        .. neighbours.Select((near, row) => Math.Clamp(
            near.Where(other => other.Similarity >= NearDuplicate).Sum(other => rows.Best(other.Row) == rows.Given[row] ? -1.0 : 1.0), -3, 3)),
    ];
}
