namespace HybridAi.Learning.Routing;

/// <summary>
/// All rows as one view sees them: candidates and votes of each row, counted without the row's own fold, and the tables by which new inputs are read.
/// </summary>
internal sealed class ViewEvidence
{
    private readonly TierReply?[][] _replies;

    public ViewEvidence(RoutingRows rows, int view)
    {
        (Rows, View, Seen) = (rows, view, rows.Seen(view));
        (Prior, Tables) = Count(rows, view, Seen);
        _replies = [.. Enumerable.Range(0, rows.Count).Select(row => Enumerable.Range(0, rows.Tiers).Select(tier => (TierReply?)rows.Reply(tier, row, view)).ToArray())];
        Candidates = new Candidates[rows.Count];
        foreach (var fold in rows.Fold.Distinct())
        {
            // The hidden fold is read as a new input is; a seen row never by a table that counted it.
            var (prior, tables) = fold == view ? (Prior, Tables) : Count(rows, view, [.. Seen.Where(row => rows.Fold[row] != fold)]);
            for (var row = 0; row < rows.Count; row++)
                if (rows.Fold[row] == fold)
                    Candidates[row] = Routing.Candidates.Of(rows.Space, prior, _replies[row], tables);
        }
    }

    public RoutingRows Rows { get; }

    public int View { get; }

    /// <summary>The rows that this view may learn from.</summary>
    public int[] Seen { get; }

    public double[] Prior { get; }

    public VoteTable[] Tables { get; }

    public Candidates[] Candidates { get; }

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
