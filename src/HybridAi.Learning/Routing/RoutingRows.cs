using System.Numerics.Tensors;

namespace HybridAi.Learning.Routing;

/// <summary>
/// Reviewed inputs with what every tier said to them: all that a route is learned from. Tiers stand in the order of their price, and at most 31 of them.
/// </summary>
/// <remarks>
/// Rows are dealt to folds. A view <c>v</c> below <see cref="Folds"/> is how things look to somebody who must not see fold <c>v</c>; the view
/// <see cref="Folds"/> hides nothing. Replies of tiers that learned from these very rows differ by view: for a row outside the hidden fold they are those of
/// a model that saw neither that fold nor the row's own, for a row of the hidden fold those of a model that did not see the fold.
/// </remarks>
public sealed class RoutingRows
{
    private readonly TierReply[][] _replies;
    private readonly IReadOnlyDictionary<int, CrossFittedReplies> _crossFitted;
    private readonly double[] _novelty;

    /// <summary>Lays out the rows.</summary>
    /// <param name="gold">The right answer of each row: its label's index.</param>
    /// <param name="space">What answers can be.</param>
    /// <param name="replies">By tier and row; for tiers in <paramref name="crossFitted"/> the array may be empty.</param>
    /// <param name="costs">What each reply costs, by tier and row, in any one unit.</param>
    /// <param name="fold">Fold of each row, from 0.</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="crossFitted">Tiers that learned from these rows.</param>
    /// <param name="novelty">How unlike the texts of training each row is, 0 to 1; null: nobody knows.</param>
    /// <param name="latencies">Milliseconds of each reply, by tier and row; null: nobody knows.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other, or there are more than 31 tiers.</exception>
    public RoutingRows(
        int[] gold, LabelSpace space, TierReply[][] replies, double[][] costs, int[] fold, int folds,
        IReadOnlyDictionary<int, CrossFittedReplies>? crossFitted = null, double[]? novelty = null, double[][]? latencies = null)
    {
        if (replies.Length != costs.Length || replies.Length is 0 or > 31) throw new ArgumentException("Replies and costs need the same 1 to 31 tiers.", nameof(costs));
        if (fold.Length != gold.Length || costs.Any(tier => tier.Length != gold.Length)) throw new ArgumentException("Each row needs a fold and a cost a tier.", nameof(fold));
        (Gold, Space, _replies, Costs, Fold, Folds) = (gold, space, replies, costs, fold, folds);
        (_crossFitted, _novelty, Latencies) = (crossFitted ?? new Dictionary<int, CrossFittedReplies>(), novelty ?? [], latencies);
    }

    /// <summary>The right answers.</summary>
    public int[] Gold { get; }

    /// <summary>What answers can be.</summary>
    public LabelSpace Space { get; }

    /// <summary>Cost by tier and row.</summary>
    public double[][] Costs { get; }

    /// <summary>Milliseconds by tier and row; null where nobody knows.</summary>
    public double[][]? Latencies { get; }

    /// <summary>Fold by row.</summary>
    public int[] Fold { get; }

    /// <summary>How many folds.</summary>
    public int Folds { get; }

    /// <summary>Whether a tier, as seen from a view, is right on a row.</summary>
    public bool IsRight(int tier, int row, int view) => Space.Same(Reply(tier, row, view).Label, Gold[row]);

    /// <summary>How many rows.</summary>
    public int Count => Gold.Length;

    /// <summary>How many tiers.</summary>
    public int Tiers => _replies.Length;

    /// <summary>What a tier says to a row, as seen from a view.</summary>
    public TierReply Reply(int tier, int row, int view)
        => _crossFitted.TryGetValue(tier, out var fitted) ? fitted.Reply(row, view) : _replies[tier][row];

    /// <summary>How unlike the texts of training a row is, as seen from a view: 0 to 1, 0 where nobody knows.</summary>
    public double Novelty(int row, int view)
    {
        foreach (var fitted in _crossFitted.Values) return fitted.Novelty(row, view);
        return _novelty.Length == 0 ? 0 : _novelty[row];
    }

    /// <summary>The rows that a view may learn from.</summary>
    public int[] Seen(int view) => [.. Enumerable.Range(0, Count).Where(row => Fold[row] != view)];

    /// <summary>Mean cost of a tier's reply.</summary>
    public double Price(int tier) => Count == 0 ? 0 : Costs[tier].Average();
}

/// <summary>What a tier that learns from the rows says to each of them, as seen from each view.</summary>
public sealed class CrossFittedReplies
{
    private readonly TierReply[][] _replies;
    private readonly double[][] _novelty;

    /// <summary>Keeps what was said.</summary>
    /// <param name="chances">By view and row: a probability for each label.</param>
    /// <param name="novelty">By view and row: how unlike its training texts the row is, 0 to 1.</param>
    public CrossFittedReplies(float[][][] chances, double[][] novelty)
        => (_replies, _novelty) = (Array.ConvertAll(chances, view => Array.ConvertAll(view, ReplyOf)), novelty);

    /// <summary>The reply to a row.</summary>
    public TierReply Reply(int row, int view) => _replies[view][row];

    /// <summary>How unlike its training texts a row is.</summary>
    public double Novelty(int row, int view) => _novelty[view][row];

    private static TierReply ReplyOf(float[] chances)
    {
        var best = TensorPrimitives.IndexOfMax(chances);
        return new(best, chances[best], chances);
    }
}
