namespace HybridAi.Learning.Annotators;

/// <summary>Makes one label an item out of the votes of several annotators. The same votes, gold and seed give the same result.</summary>
public interface IAggregator
{
    /// <summary>Lower case with dashes: <c>majority</c>, <c>one-coin</c>.</summary>
    string Name { get; }

    /// <summary>Aggregates the votes. Items whose gold is known get that label with probability 1, whatever was voted.</summary>
    /// <param name="votes">The votes; an item without any gets what is probable without.</param>
    /// <param name="gold">What is known; may be nothing.</param>
    /// <param name="seed">Breaks ties and draws starting points.</param>
    /// <param name="cancellation">Stops between two iterations.</param>
    Aggregation Aggregate(Votes votes, Gold gold, int seed, CancellationToken cancellation);
}
