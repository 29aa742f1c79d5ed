namespace HybridAi.Learning.LabelErrors;

/// <summary>
/// Confident learning: how many rows that were given one label really have another, counted where a model that has not seen the row is surer
/// of the other label than it is on average of rows that were given it.
/// </summary>
/// <remarks>
/// Northcutt, Jiang and Chuang 2021, "Confident learning: estimating uncertainty in dataset labels", JAIR 70, sections 3.1 (thresholds, joint)
/// and 3.2 (pruning).
/// </remarks>
public sealed class ConfidentJoint
{
    private readonly IReadOnlyList<int> _given;
    private readonly float[][] _probabilities;
    private readonly double[][] _joint;

    private ConfidentJoint(IReadOnlyList<int> given, float[][] probabilities, double[] thresholds, double[][] joint)
        => (_given, _probabilities, Thresholds, _joint) = (given, probabilities, thresholds, joint);

    /// <summary>For each label the mean probability of it over the rows that were given it; positive infinity where there are none.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>
    /// Rows by given label, columns by true label: estimated numbers of rows. Each row sums to the number of rows that were given its label.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<double>> Joint => _joint;

    /// <summary>How many given labels are estimated to be wrong.</summary>
    public int Errors => (int)Math.Round(_joint.Select((row, k) => row.Sum() - row[k]).Sum());

    /// <summary>Counts the joint.</summary>
    /// <param name="given">The label of each row.</param>
    /// <param name="probabilities">Rows × labels, each row by a model that has not seen it.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static ConfidentJoint Of(IReadOnlyList<int> given, float[][] probabilities)
    {
        if (given.Count != probabilities.Length) throw new ArgumentException($"{given.Count} labels but {probabilities.Length} probabilities.");
        var labels = probabilities.Length == 0 ? 0 : probabilities[0].Length;
        var (sums, counts) = (new double[labels], new int[labels]);
        for (var row = 0; row < given.Count; row++)
        {
            sums[given[row]] += probabilities[row][given[row]];
            counts[given[row]]++;
        }

        var thresholds = sums.Select((sum, k) => counts[k] == 0 ? double.PositiveInfinity : sum / counts[k]).ToArray();
        var joint = new double[labels][];
        for (var k = 0; k < labels; k++) joint[k] = new double[labels];
        for (var row = 0; row < given.Count; row++)
        {
            if (ConfidentLabel(probabilities[row], thresholds) is { } found) joint[given[row]][found]++;
        }

        for (var k = 0; k < labels; k++) Calibrate(joint[k], k, counts[k]);
        return new ConfidentJoint(given, probabilities, thresholds, joint);
    }

    /// <summary>The estimated share of wrong labels among the rows that were given this one, smoothed by two rows at the rate over all.</summary>
    public double NoiseOf(int label)
    {
        var rows = _joint[label].Sum();
        var rate = (Errors + 1.0) / (_given.Count + 2);
        return (rows - _joint[label][label] + 2 * rate) / (rows + 2);
    }

    /// <summary>
    /// Prune by class: of each given label so many rows as are estimated to be wrong, those with the lowest probability of it.
    /// </summary>
    public HashSet<int> PrunedByClass() => [.. RowsByLabel().SelectMany(rows =>
        rows.OrderBy(row => _probabilities[row][_given[row]]).ThenBy(row => row).Take((int)Math.Round(WrongOf(rows.Key))))];

    /// <summary>
    /// Prune by noise rate: for each pair of a given and a true label so many rows as are estimated, those whose probability of the true
    /// label leads that of the given one most (the normalised margin).
    /// </summary>
    public HashSet<int> PrunedByNoiseRate() => [.. RowsByLabel().SelectMany(rows =>
        Enumerable.Range(0, _joint.Length).Where(other => other != rows.Key).SelectMany(other => rows
            .OrderByDescending(row => _probabilities[row][other] - _probabilities[row][rows.Key]).ThenBy(row => row)
            .Take((int)Math.Round(_joint[rows.Key][other]))))];

    private IEnumerable<IGrouping<int, int>> RowsByLabel() => Enumerable.Range(0, _given.Count).GroupBy(row => _given[row]);

    private double WrongOf(int label) => _joint[label].Sum() - _joint[label][label];

    private static int? ConfidentLabel(float[] probabilities, double[] thresholds)
    {
        int? best = null;
        for (var k = 0; k < thresholds.Length; k++)
        {
            if (probabilities[k] >= thresholds[k] && (best is null || probabilities[k] > probabilities[best.Value])) best = k;
        }

        return best;
    }

    // Counts are scaled to the rows that were given the label; a label that nothing is confident of keeps its rows.
    private static void Calibrate(double[] row, int label, int rows)
    {
        var sum = row.Sum();
        if (sum == 0) row[label] = rows;
        else for (var k = 0; k < row.Length; k++) row[k] *= rows / sum;
    }
}
