namespace HybridAi.Learning.Routing;

/// <summary>What is believed of every row at one state, laid out for a search that reads it many thousand times.</summary>
internal sealed class StateTable
{
    /// <summary>More stretches than this could not be told from noise.</summary>
    private const int MostBins = 48;

    /// <summary>Labels with fewer answers share their rule with all others.</summary>
    private const int LeastRowsOfLabel = 100;

    private StateTable(StateModel model, Belief[] beliefs, bool[] right, double[] edges, byte[] bins, int[] frequent)
        => (Model, Beliefs, Right, Edges, Bins, Frequent, PlaceOfLabel)
            = (model, beliefs, right, edges, bins, frequent, Array.ConvertAll(beliefs, belief => Array.IndexOf(frequent, belief.Label)));

    public StateModel Model { get; }

    public Belief[] Beliefs { get; }

    /// <summary>Whether the answer is right, by row.</summary>
    public bool[] Right { get; }

    /// <summary>Lower end of each bin of reliability; bins hold about as many rows each.</summary>
    public double[] Edges { get; }

    /// <summary>The bin of each row.</summary>
    public byte[] Bins { get; }

    /// <summary>The labels that answers are often enough to have a rule of their own.</summary>
    public int[] Frequent { get; }

    /// <summary>By row: the place of its answer among <see cref="Frequent"/>, or -1.</summary>
    public int[] PlaceOfLabel { get; }

    public static StateTable Make(ViewEvidence evidence, int asked)
    {
        var (rows, candidates) = (evidence.Rows, evidence.At(asked));
        var model = StateModelFit.Fit(evidence, asked, candidates);
        var beliefs = new Belief[rows.Count];
        for (var row = 0; row < rows.Count; row++)
            beliefs[row] = model.Judge(candidates[row], rows.Space, evidence.Replies(row), rows.Novelty(row, evidence.View));
        var sorted = Array.ConvertAll(evidence.Seen, row => beliefs[row].Reliability);
        Array.Sort(sorted);
        var edges = sorted.Length == 0 ? [0] : Enumerable.Range(0, MostBins).Select(bin => sorted[bin * sorted.Length / MostBins]).Distinct().ToArray();
        edges[0] = 0;
        var bins = Array.ConvertAll(beliefs, belief => BinOf(edges, belief.Reliability));
        var right = new bool[rows.Count];
        for (var row = 0; row < rows.Count; row++) right[row] = rows.Space.Same(beliefs[row].Label, rows.Gold[row]);
        int[] frequent = rows.Space.IsNominal
            ? [.. evidence.Seen.Select(row => beliefs[row].Label).Where(label => label != TierReply.NoLabel)
                .GroupBy(label => label).Where(same => same.Count() >= LeastRowsOfLabel).Select(same => same.Key).Order()]
            : [];
        return new(model, beliefs, right, edges, bins, frequent);
    }

    private static byte BinOf(double[] edges, double reliability)
    {
        var place = Array.BinarySearch(edges, reliability);
        return (byte)Math.Max(place >= 0 ? place : ~place - 1, 0);
    }
}
