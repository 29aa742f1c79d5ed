using System.Globalization;

namespace HybridAi.Learning.Annotators;

/// <summary>Which method gold speaks for.</summary>
/// <param name="Method">The chosen one's name.</param>
/// <param name="Reason">Why, for a person.</param>
/// <param name="Scores">Every method's cross-validated score in the order of trust; empty where there was too little gold to judge.</param>
/// <param name="Warning">That following one annotator does better than voting, where it does; null otherwise.</param>
public sealed record AggregatorChoice(string Method, string Reason, IReadOnlyList<AggregatorScore> Scores, string? Warning)
{
    /// <summary>With fewer gold items the first in the order of trust is taken unseen.</summary>
    public const int MinimumGold = 10;

    private const int Folds = 10;

    /// <summary>
    /// Chooses by cross-validated answers: of the methods that fall behind the best by at most one standard error of the paired difference, the
    /// first in the order of trust (the one-standard-error rule of Breiman et al. 1984, "Classification and regression trees", section 3.4.3).
    /// </summary>
    /// <param name="aggregators">In the order of trust, at least one.</param>
    /// <param name="gold">All that may be known.</param>
    /// <param name="answers">Each method's <see cref="HiddenAnswers"/>.</param>
    public static AggregatorChoice Of(IReadOnlyList<IAggregator> aggregators, Gold gold, IReadOnlyList<int[]> answers)
    {
        if (gold.Items.Count < MinimumGold)
        {
            var few = string.Create(CultureInfo.InvariantCulture, $"{gold.Items.Count} gold items are too few to choose by (at least {MinimumGold}): {aggregators[0].Name} is the default.");
            return new(aggregators[0].Name, few, [], null);
        }

        var right = answers.Select(given => given.Zip(gold.Items, (answer, item) => answer == gold[item]).ToList()).ToList();
        var best = right.MaxBy(hits => hits.Count(hit => hit))!;
        List<AggregatorScore> scores = [.. aggregators.Zip(right, (aggregator, hits) => AggregatorScore.Of(aggregator.Name, hits, best))];
        var chosen = scores.First(score => score.AsGoodAsBest);
        return new(chosen.Method, ReasonOf(chosen, scores, gold.Items.Count), scores, WarningOf(scores));
    }

    /// <summary>
    /// What each method answers on every gold item while that item's gold is hidden, items in the gold's order: each part of the gold is hidden in
    /// turn, and every method aggregates all votes knowing the other parts only.
    /// </summary>
    /// <param name="aggregators">The methods.</param>
    /// <param name="votes">All votes.</param>
    /// <param name="gold">All that may be known.</param>
    /// <param name="seed">Shares the gold out and breaks ties.</param>
    /// <param name="masked">Votes that must not be seen on hidden items, because gold was made of them; null: none.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<int[]> HiddenAnswers(
        IReadOnlyList<IAggregator> aggregators, Votes votes, Gold gold, int seed, Func<Vote, bool>? masked, IProgress<double>? progress, CancellationToken cancellation)
    {
        var order = Enumerable.Range(0, gold.Items.Count).ToArray();
        new Random(seed).Shuffle(order);
        List<int[]> answers = [.. aggregators.Select(_ => new int[order.Length])];
        var folds = Math.Min(Folds, order.Length);
        var (gate, done) = (new Lock(), 0);
        Parallel.For(0, folds * aggregators.Count, new ParallelOptions { CancellationToken = cancellation }, run =>
        {
            var (fold, method) = (run / aggregators.Count, run % aggregators.Count);
            int[] places = [.. order.Where((_, i) => i % folds == fold)];
            var hidden = places.Select(place => gold.Items[place]).ToHashSet();
            var seen = masked is null ? votes : votes.Where(vote => !hidden.Contains(vote.Item) || !masked(vote));
            var aggregation = aggregators[method].Aggregate(seen, gold.Without(hidden), seed, cancellation);
            foreach (var place in places) answers[method][place] = aggregation.Answer(gold.Items[place]);
            lock (gate) progress?.Report(++done / (double)(folds * aggregators.Count));
        });
        return answers;
    }

    private static string ReasonOf(AggregatorScore chosen, List<AggregatorScore> scores, int items)
    {
        var best = scores.MaxBy(score => score.Accuracy)!;
        return chosen.Behind == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{chosen.Method} is right on the most of {items} gold items that were hidden from it ({chosen.Accuracy:0.0%}).")
            : string.Create(CultureInfo.InvariantCulture, $"{chosen.Method} is right on {chosen.Accuracy:0.0%} of {items} hidden gold items, within one standard error ({chosen.StandardError:0.0%}) of the best, {best.Method} ({best.Accuracy:0.0%}), and asks for less.");
    }

    private static string? WarningOf(List<AggregatorScore> scores)
    {
        var (vote, alone) = (scores.Find(score => score.Method == MajorityVote.MemberName), scores.Find(score => score.Method == BestAnnotator.MemberName));
        return vote is not null && alone is not null && vote.Accuracy < alone.Accuracy
            ? string.Create(CultureInfo.InvariantCulture, $"Voting is worse than the best single annotator: right on {vote.Accuracy:0.0%} of the hidden gold items against {alone.Accuracy:0.0%}.")
            : null;
    }
}
