namespace HybridAi.Learning.Annotators;

/// <summary>One label that one annotator gave to one item, all by their place.</summary>
/// <param name="Item">From 0.</param>
/// <param name="Annotator">From 0; a person or a model.</param>
/// <param name="Label">From 0.</param>
public readonly record struct Vote(int Item, int Annotator, int Label);

/// <summary>What annotators said of items: sparse, at most one vote an item and annotator.</summary>
public sealed class Votes
{
    private readonly Vote[] _votes;
    private readonly int[] _from;

    /// <summary>These votes.</summary>
    /// <param name="items">How many items there are, at least 0; some may have no vote.</param>
    /// <param name="annotators">How many annotators there are.</param>
    /// <param name="labels">How many labels there are, at least 1; some may never have been given.</param>
    /// <param name="votes">The votes in any order.</param>
    /// <exception cref="ArgumentException">A place is out of range, or an annotator voted twice on an item.</exception>
    public Votes(int items, int annotators, int labels, IEnumerable<Vote> votes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentOutOfRangeException.ThrowIfNegative(annotators);
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 1);
        (Items, Annotators, Labels) = (items, annotators, labels);
        _votes = [.. votes.OrderBy(vote => vote.Item).ThenBy(vote => vote.Annotator)];
        _from = new int[items + 1];
        for (var i = 0; i < _votes.Length; i++)
        {
            var vote = _votes[i];
            if (vote.Item < 0 || vote.Item >= items || vote.Annotator < 0 || vote.Annotator >= annotators || vote.Label < 0 || vote.Label >= labels)
                throw new ArgumentException($"{vote} is outside of {items} items, {annotators} annotators and {labels} labels.", nameof(votes));
            if (i > 0 && _votes[i - 1].Item == vote.Item && _votes[i - 1].Annotator == vote.Annotator)
                throw new ArgumentException($"Annotator {vote.Annotator} voted twice on item {vote.Item}.", nameof(votes));
            _from[vote.Item + 1]++;
        }

        for (var item = 0; item < items; item++) _from[item + 1] += _from[item];
    }

    /// <summary>How many items there are.</summary>
    public int Items { get; }

    /// <summary>How many annotators there are.</summary>
    public int Annotators { get; }

    /// <summary>How many labels there are.</summary>
    public int Labels { get; }

    /// <summary>All votes, by item and then by annotator.</summary>
    public ReadOnlySpan<Vote> All => _votes;

    /// <summary>The votes on one item, by annotator.</summary>
    public ReadOnlySpan<Vote> On(int item) => _votes.AsSpan(_from[item].._from[item + 1]);

    /// <summary>The same items, annotators and labels with some of the votes only.</summary>
    public Votes Where(Func<Vote, bool> kept) => new(Items, Annotators, Labels, _votes.Where(kept));
}
