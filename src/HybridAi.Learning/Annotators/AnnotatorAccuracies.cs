namespace HybridAi.Learning.Annotators;

/// <summary>
/// How often each annotator is right, drawn towards the pool's mean by as much as one vote weighs: an annotator with few votes is taken for
/// an average one.
/// </summary>
/// <remarks>The weight of one observation is the unit information prior of Kass and Wasserman 1995, "A reference Bayesian test for nested hypotheses", JASA 90.</remarks>
internal static class AnnotatorAccuracies
{
    private const double PriorVotes = 1;
    private const double Certain = 1e-6;

    /// <summary>The estimate for each annotator, strictly between 0 and 1.</summary>
    /// <param name="right">Votes that were right, or their expected number, by annotator.</param>
    /// <param name="votes">Votes that could be judged, by annotator.</param>
    public static double[] Of(IReadOnlyList<double> right, IReadOnlyList<int> votes)
    {
        var pool = Pool(right, votes);
        return [.. right.Zip(votes, (hits, count) => Math.Clamp((hits + PriorVotes * pool) / (count + PriorVotes), Certain, 1 - Certain))];
    }

    /// <summary>Natural logarithm of the prior's density at these accuracies, but for a constant.</summary>
    public static double LogPrior(IReadOnlyList<double> accuracies, IReadOnlyList<double> right, IReadOnlyList<int> votes)
    {
        var pool = Pool(right, votes);
        return PriorVotes * accuracies.Sum(accuracy => pool * Math.Log(accuracy) + (1 - pool) * Math.Log(1 - accuracy));
    }

    /// <summary>Of the votes on gold items alone.</summary>
    public static (double[] Accuracies, int[] Judged) OnGold(Votes votes, Gold gold)
    {
        var (right, judged) = (new double[votes.Annotators], new int[votes.Annotators]);
        foreach (var item in gold.Items)
        {
            foreach (var vote in votes.On(item))
            {
                judged[vote.Annotator]++;
                if (vote.Label == gold[item]) right[vote.Annotator]++;
            }
        }

        return (Of(right, judged), judged);
    }

    /// <summary>
    /// What a vote says for its label against any single other one, in natural log-odds, when wrong votes fall on all other labels alike.
    /// Negative where wrong is likelier than chance.
    /// </summary>
    public static double[] LogOdds(IReadOnlyList<double> accuracies, int labels)
        => [.. accuracies.Select(accuracy => Math.Log(accuracy * Math.Max(labels - 1, 1) / (1 - accuracy)))];

    // Laplace's rule: a pool without votes is right every other time.
    private static double Pool(IReadOnlyList<double> right, IReadOnlyList<int> votes) => (right.Sum() + 1) / (votes.Sum() + 2);
}
