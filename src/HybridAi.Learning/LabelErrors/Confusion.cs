namespace HybridAi.Learning.LabelErrors;

/// <summary>How one labeller votes by true label, where the truth is known only by its probabilities.</summary>
internal sealed class Confusion
{
    private readonly DoubtRows _rows;
    private readonly IReadOnlyList<int> _votes;
    private readonly float[][] _truth;
    private readonly double _smoothing;
    private readonly double _accuracy;
    private readonly double[] _byTruth;
    private readonly double[] _byPair;

    /// <param name="rows">The rows; a reviewed one has the truth that review found.</param>
    /// <param name="votes">The labeller's votes.</param>
    /// <param name="truth">Rows × labels.</param>
    /// <param name="smoothing">How many rows of average behaviour each label is given beforehand.</param>
    public Confusion(DoubtRows rows, IReadOnlyList<int> votes, float[][] truth, double smoothing)
    {
        (_rows, _votes, _truth, _smoothing) = (rows, votes, truth, smoothing);
        _byTruth = new double[rows.Labels];
        _byPair = new double[rows.Labels * rows.Labels];
        double right = 1, all = 2;
        for (var row = 0; row < rows.Count; row++)
        {
            if (votes[row] == DoubtRows.None) continue;
            for (var k = 0; k < rows.Labels; k++)
            {
                var weight = Weight(row, k);
                _byTruth[k] += weight;
                _byPair[k * rows.Labels + votes[row]] += weight;
            }

            right += Weight(row, votes[row]);
            all++;
        }

        _accuracy = right / all;
    }

    /// <summary>For each true label ln of the chance of the row's vote, counted over the other rows; null where there is no vote.</summary>
    public double[]? LogChances(int row)
    {
        if (_votes[row] == DoubtRows.None) return null;
        var chances = new double[_rows.Labels];
        for (var k = 0; k < chances.Length; k++)
        {
            var own = Weight(row, k);
            var usual = k == _votes[row] ? _accuracy : (1 - _accuracy) / Math.Max(chances.Length - 1, 1);
            var pair = Math.Max(_byPair[k * chances.Length + _votes[row]] - own, 0) + _smoothing * usual;
            chances[k] = Math.Log(pair / (Math.Max(_byTruth[k] - own, 0) + _smoothing));
        }

        return chances;
    }

    private double Weight(int row, int label)
        => _rows.IsReviewed(row) ? (_rows.Reviewed![row] == label ? 1 : 0) : _truth[row][label];
}
