using HybridAi.Learning.Statistics;
namespace HybridAi.Learning.LabelErrors;

/// <summary>
/// What review has found so far about labels like a row's own. Each figure is counted over the other rows, so that a reviewed row does not
/// foretell itself, and shrunk towards the coarser one.
/// </summary>
internal sealed class ReviewHistory
{
    private const double LabelShrinkage = 3;
    private const double PairShrinkage = 2;
    private const double NearShrinkage = 0.5;

    private readonly DoubtRows _rows;
    private readonly int[] _rivals;
    private readonly Dictionary<int, Tally> _byLabel = [];
    private readonly Dictionary<(int, int), Tally> _byPair = [];

    /// <param name="rows">The rows.</param>
    /// <param name="rivals">For each row the label that has most evidence beside the given one.</param>
    public ReviewHistory(DoubtRows rows, int[] rivals)
    {
        (_rows, _rivals) = (rows, rivals);
        var all = new Tally(0, 0);
        for (var row = 0; row < rows.Count; row++)
        {
            if (!rows.IsReviewed(row)) continue;
            var seen = Seen(row);
            all = all.With(seen);
            _byLabel[rows.Given[row]] = _byLabel.GetValueOrDefault(rows.Given[row]).With(seen);
            _byPair[Pair(row)] = _byPair.GetValueOrDefault(Pair(row)).With(seen);
        }

        Rate = (all.Wrong + 1) / (all.Rows + 2);
    }

    /// <summary>The share of wrong labels among all reviewed.</summary>
    public double Rate { get; }

    /// <summary>How much more often labels like this one were wrong than all, in log odds.</summary>
    public double OfLabel(int row) => LogOdds.Of(LabelRate(row)) - LogOdds.Of(Rate);

    /// <summary>How much more often they were wrong where the same rival stood against them.</summary>
    public double OfPair(int row)
        => LogOdds.Of(_byPair.GetValueOrDefault(Pair(row)).Without(Seen(row)).Shrunk(LabelRate(row), PairShrinkage)) - LogOdds.Of(LabelRate(row));

    /// <summary>How much more often they were wrong among the row's neighbours.</summary>
    public double OfNeighbours(int row, Neighbour[] neighbours)
    {
        var near = neighbours.Where(other => _rows.IsReviewed(other.Row) && _rows.Given[other.Row] == _rows.Given[row])
            .Aggregate(new Tally(0, 0), (sum, other) => sum.With(new(other.Similarity, _rows.IsWrong(other.Row) ? other.Similarity : 0)));
        return LogOdds.Of(near.Shrunk(Rate, NearShrinkage)) - LogOdds.Of(Rate);
    }

    private double LabelRate(int row) => _byLabel.GetValueOrDefault(_rows.Given[row]).Without(Seen(row)).Shrunk(Rate, LabelShrinkage);

    private (int, int) Pair(int row) => (_rows.Given[row], _rivals[row]);

    private Tally Seen(int row) => _rows.IsReviewed(row) ? new(1, _rows.IsWrong(row) ? 1 : 0) : default;

    private readonly record struct Tally(double Rows, double Wrong)
    {
        public Tally With(Tally other) => new(Rows + other.Rows, Wrong + other.Wrong);

        public Tally Without(Tally other) => new(Rows - other.Rows, Wrong - other.Wrong);

        public double Shrunk(double towards, double weight) => (Wrong + weight * towards) / (Rows + weight);
    }
}
