namespace HybridAi.Learning.Annotators;

/// <summary>Every vote counts the same; the posterior is the share of the votes. It learns nothing from gold.</summary>
public sealed class MajorityVote : IAggregator
{
    /// <summary>The member's name.</summary>
    public const string MemberName = "majority";

    /// <inheritdoc/>
    public string Name => MemberName;

    /// <inheritdoc/>
    public Aggregation Aggregate(Votes votes, Gold gold, int seed, CancellationToken cancellation)
    {
        var shares = VoteShares.Of(votes, gold, _ => 1);
        return new(shares, votes.Labels, Agreement(votes, shares), Convergence.Immediate, seed);
    }

    // How much of the vote each annotator has with them: all that is known of an annotator who is not modelled.
    private static AnnotatorQuality[] Agreement(Votes votes, double[] shares)
    {
        var (with, count) = (new double[votes.Annotators], new int[votes.Annotators]);
        foreach (var vote in votes.All)
        {
            with[vote.Annotator] += shares[vote.Item * votes.Labels + vote.Label];
            count[vote.Annotator]++;
        }

        return [.. with.Zip(count, (sum, votesGiven) => new AnnotatorQuality(votesGiven, votesGiven == 0 ? 0 : sum / votesGiven))];
    }
}
