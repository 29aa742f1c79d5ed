namespace HybridAi.Learning.Annotators;

/// <summary>
/// No vote at all: each item gets the label of the best of those who labelled it, best by gold. What every vote has to beat, and often
/// doesn't where annotators are models of very different strength.
/// </summary>
public sealed class BestAnnotator : IAggregator
{
    /// <summary>The member's name.</summary>
    public const string MemberName = "best-annotator";

    /// <inheritdoc/>
    public string Name => MemberName;

    /// <inheritdoc/>
    public Aggregation Aggregate(Votes votes, Gold gold, int seed, CancellationToken cancellation)
    {
        var (accuracies, judged) = AnnotatorAccuracies.OnGold(votes, gold);
        var posterior = new double[votes.Items * votes.Labels];
        for (var item = 0; item < votes.Items; item++)
        {
            var row = posterior.AsSpan(item * votes.Labels, votes.Labels);
            if (gold[item] is { } known) row[known] = 1;
            else Follow(votes.On(item), accuracies, row);
        }

        return new(posterior, votes.Labels, [.. accuracies.Zip(judged, (accuracy, count) => new AnnotatorQuality(count, accuracy))], Convergence.Immediate, seed);
    }

    // The best one's accuracy for its label and the rest for the others. Equally good ones share, or the order of annotators would decide.
    private static void Follow(ReadOnlySpan<Vote> votes, double[] accuracies, Span<double> row)
    {
        var (best, followed) = (0.0, 0);
        foreach (var vote in votes) best = Math.Max(best, accuracies[vote.Annotator]);
        foreach (var vote in votes)
            if (accuracies[vote.Annotator] == best)
                followed++;
        var other = row.Length == 1 ? 0 : (1 - best) / (row.Length - 1);
        row.Fill(followed == 0 ? 1.0 / row.Length : other);
        foreach (var vote in votes)
            if (accuracies[vote.Annotator] == best)
                row[vote.Label] += (best - other) / followed;
        var sum = 0.0;
        foreach (var value in row) sum += value;
        foreach (ref var value in row) value /= sum;
    }
}
