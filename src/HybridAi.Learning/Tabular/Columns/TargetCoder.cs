namespace HybridAi.Learning.Tabular.Columns;

/// <summary>
/// A category of many levels: the target's mean among the training rows of the level, drawn to the mean of all rows where the level has few, and the
/// logarithm of how many there are.
/// </summary>
/// <remarks>
/// A training row is coded by the rows of its level that stand before it in a random order, never by its own target: ordered target statistics of
/// Prokhorenkova et al. 2018, "CatBoost: unbiased boosting with categorical features", section 3.2. Rows of one group count as one place of that order.
/// Smoothing after Micci-Barreca 2001. A linear model weighs the levels one by one instead, as far as they are frequent enough.
/// </remarks>
internal sealed class TargetCoder : ColumnCoder
{
    private const double Prior = 5;

    // A level of fewer rows has no weight of its own in a linear model.
    private const int Frequent = 5;

    private readonly int[] _counts;
    private readonly double[] _sums;
    private readonly double[] _means;
    private readonly int _frequent;

    private TargetCoder(int column, int[] counts, double[] sums, double[] means)
        : base(column, means.Length + 1)
    {
        (_counts, _sums, _means) = (counts, sums, means);
        // Levels are in order of frequency among all rows; among these rows nearly so.
        _frequent = Array.FindLastIndex(counts, count => count >= Frequent) + 1;
    }

    public override int Levels => _frequent;

    public static CodedColumn Fit(ColumnData data, int[] counts, int seed)
    {
        var target = data.Target;
        var means = new double[target.Statistics];
        for (var k = 0; k < means.Length; k++)
            for (var row = 0; row < data.Values.Length; row++)
                means[k] += target.Statistic(row, k) / data.Values.Length;

        var training = new float[means.Length + 1][];
        for (var k = 0; k < training.Length; k++) training[k] = new float[data.Values.Length];
        var before = new TargetCoder(data.Column, new int[counts.Length + 1], new double[(counts.Length + 1) * means.Length], means);
        var features = new float[training.Length];
        foreach (var group in InRandomOrder(data.Groups, seed))
        {
            foreach (var row in group)
            {
                before.Code(data.Values[row], null, features);
                for (var k = 0; k < means.Length; k++) training[k][row] = features[k];
            }

            foreach (var row in group) before.Add(data.Values[row], target, row);
        }

        var coder = new TargetCoder(data.Column, [.. before._counts], before._sums, means);
        for (var row = 0; row < data.Values.Length; row++) training[means.Length][row] = coder.LogCount(data.Values[row]);
        return new(coder, training);
    }

    public static TargetCoder Read(int column, BinaryReader reader)
    {
        var (counts, sums, means) = (TableFile.ReadAll<int>(reader), TableFile.ReadAll<double>(reader), TableFile.ReadAll<double>(reader));
        if (counts.Length == 0 || sums.Length != counts.Length * means.Length) throw new InvalidDataException("The levels' sums do not fit their counts.");
        return new(column, counts, sums, means);
    }

    public override void Code(double value, string? cell, Span<float> features)
    {
        var place = PlaceOf(value);
        for (var k = 0; k < _means.Length; k++)
        {
            var (sum, count) = place < 0 ? (0, 0) : (_sums[place * _means.Length + k], _counts[place]);
            features[k] = (float)((sum + Prior * _means[k]) / (count + Prior));
        }

        features[_means.Length] = LogCount(value);
    }

    public override int LevelOf(double value) => value >= 0 && value < _frequent ? (int)value : -1;

    public override void Write(BinaryWriter writer)
    {
        TableFile.WriteAll<int>(writer, _counts);
        TableFile.WriteAll<double>(writer, _sums);
        TableFile.WriteAll<double>(writer, _means);
    }

    // Missing cells are a level of their own, the last one.
    private int PlaceOf(double value) =>
        double.IsNaN(value) ? _counts.Length - 1 : value >= 0 && value < _counts.Length - 1 ? (int)value : -1;

    private float LogCount(double value) => PlaceOf(value) is var place and >= 0 ? MathF.Log(1 + _counts[place]) : 0;

    private void Add(double value, TableTarget target, int row)
    {
        var place = PlaceOf(value);
        _counts[place]++;
        for (var k = 0; k < _means.Length; k++) _sums[place * _means.Length + k] += target.Statistic(row, k);
    }

    private static int[][] InRandomOrder(int[] groups, int seed)
    {
        var order = Enumerable.Range(0, groups.Length).GroupBy(row => groups[row]).Select(group => group.ToArray()).ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }
}
