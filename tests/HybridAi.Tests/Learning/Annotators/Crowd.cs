using HybridAi.Learning.Annotators;

namespace HybridAi.Tests.Learning.Annotators;

/// <summary>Made-up annotators of known quality.</summary>
internal sealed record Crowd(Votes Votes, Gold Truth)
{
    /// <summary>Annotators who are right with these chances and err alike in all directions, each seeing an item with a chance of <paramref name="seen"/>.</summary>
    public static Crowd Of(int items, int labels, double[] accuracies, double seen = 1, int seed = 7) => Of(
        items, labels, accuracies.Length, (random, annotator, truth) =>
            random.NextDouble() < accuracies[annotator] ? truth : (truth + random.Next(1, labels)) % labels, seen, seed);

    /// <summary>Annotators who answer as they are told.</summary>
    public static Crowd Of(int items, int labels, int annotators, Func<Random, int, int, int> answer, double seen = 1, int seed = 7)
    {
        var random = new Random(seed);
        int[] truth = [.. Enumerable.Range(0, items).Select(_ => random.Next(labels))];
        var votes = new List<Vote>();
        for (var item = 0; item < items; item++)
            for (var annotator = 0; annotator < annotators; annotator++)
                if (random.NextDouble() < seen)
                    votes.Add(new(item, annotator, answer(random, annotator, truth[item])));
        return new(new(items, annotators, labels, votes), new(items, truth.Select((label, item) => KeyValuePair.Create(item, label))));
    }

    /// <summary>The truth of every n-th item.</summary>
    public Gold Every(int n) => Truth.Only(Enumerable.Range(0, Votes.Items).Where(item => item % n == 0));

    /// <summary>Share of the items that the method gets right among those whose gold it isn't told.</summary>
    public double Accuracy(IAggregator aggregator, Gold? gold = null)
    {
        var known = gold ?? Gold.None(Votes.Items);
        var aggregation = aggregator.Aggregate(Votes, known, 1, TestContext.Current.CancellationToken);
        return Truth.Items.Where(item => known[item] is null).Average(item => aggregation.Answer(item) == Truth[item] ? 1.0 : 0);
    }
}
