namespace HybridAi.Learning.Annotators;

/// <summary>
/// Each vote weighs the log-odds of its annotator's accuracy, which is learned from gold items alone: no iteration, and nothing that
/// annotators have in common can talk it into anything. Without gold it is a majority vote.
/// </summary>
/// <remarks>The weights are the optimal ones for independent annotators: Nitzan and Paroush 1982, "Optimal decision rules in uncertain dichotomous choice situations".</remarks>
public sealed class GoldWeightedVote : IAggregator
{
    /// <inheritdoc/>
    public string Name => "gold-weighted";

    /// <inheritdoc/>
    public Aggregation Aggregate(Votes votes, Gold gold, int seed, CancellationToken cancellation)
    {
        if (gold.Items.Count == 0) return new MajorityVote().Aggregate(votes, gold, seed, cancellation);
        var (accuracies, judged) = AnnotatorAccuracies.OnGold(votes, gold);
        var weights = AnnotatorAccuracies.LogOdds(accuracies, votes.Labels);
        var posterior = new double[votes.Items * votes.Labels];
        for (var item = 0; item < votes.Items; item++)
        {
            var row = posterior.AsSpan(item * votes.Labels, votes.Labels);
            if (gold[item] is { } known)
            {
                row[known] = 1;
                continue;
            }

            foreach (var vote in votes.On(item)) row[vote.Label] += weights[vote.Annotator];
            LogRow.Normalise(row);
        }

        return new(posterior, votes.Labels, [.. accuracies.Zip(judged, (accuracy, count) => new AnnotatorQuality(count, accuracy))], Convergence.Immediate, seed);
    }
}
