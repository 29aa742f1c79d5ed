namespace HybridAi.Learning.Routing;

/// <summary>
/// All rows as one view sees them: what is counted of them without each row's own fold, and the tables by which new inputs are read.
/// </summary>
internal sealed class ViewEvidence
{
    private readonly TierReply?[][] _replies;
    private readonly Dictionary<int, (double[] Prior, VoteTable[] Tables)> _ofFold;

    public ViewEvidence(RoutingRows rows, int view)
    {
        (Rows, View, Seen) = (rows, view, rows.Seen(view));
        (Prior, Tables) = Count(rows, view, Seen);
        _replies = [.. Enumerable.Range(0, rows.Count).Select(row => Enumerable.Range(0, rows.Tiers).Select(tier => (TierReply?)rows.Reply(tier, row, view)).ToArray())];
        // The hidden fold is read as a new input is; a seen row never by a table that counted it.
        _ofFold = rows.Fold.Distinct().ToDictionary(
            fold => fold, fold => fold == view ? (Prior, Tables) : Count(rows, view, [.. Seen.Where(row => rows.Fold[row] != fold)]));
    }

    public RoutingRows Rows { get; }

    public int View { get; }

    /// <summary>The rows that this view may learn from.</summary>
    public int[] Seen { get; }

    public double[] Prior { get; }

    public VoteTable[] Tables { get; }

    /// <summary>The candidates of every row once these tiers have answered: what a new input would have, no more and no less.</summary>
    public Candidates[] At(int asked)
    {
        var candidates = new Candidates[Rows.Count];
        var replies = new TierReply?[Rows.Tiers];
        for (var row = 0; row < candidates.Length; row++)
        {
            for (var tier = 0; tier < replies.Length; tier++) replies[tier] = (asked >> tier & 1) == 1 ? _replies[row][tier] : null;
            var (prior, tables) = _ofFold[Rows.Fold[row]];
            candidates[row] = Candidates.Of(Rows.Space, prior, replies, tables);
        }

        return candidates;
    }

    public ReadOnlySpan<TierReply?> Replies(int row) => _replies[row];

    private static (double[] Prior, VoteTable[] Tables) Count(RoutingRows rows, int view, int[] counted)
    {
        var prior = new double[rows.Space.Count];
        Array.Fill(prior, 1.0 / (counted.Length + rows.Space.Count));
        if (rows.Space.IsNominal)
            foreach (var row in counted)
                prior[rows.Gold[row]] += 1.0 / (counted.Length + rows.Space.Count);
        else Array.Fill(prior, 1.0 / rows.Space.Count);
        return (prior, [.. Enumerable.Range(0, rows.Tiers).Select(tier => VoteTable.Count(rows, tier, view, counted))]);
    }
}
