namespace HybridAi.Learning.Tabular.Boosting;

/// <summary>Features as places among a few thresholds each, so that a split is found by adding up bins instead of sorting rows.</summary>
/// <remarks>
/// Thresholds stand between neighbouring values where there are few, otherwise at quantiles: Ke et al. 2017, "LightGBM", section 2.1; Chen and
/// Guestrin 2016, "XGBoost", section 3.2. A missing value has the bin behind the last.
/// </remarks>
internal sealed class BinnedFeatures
{
    private const int MostThresholds = 253;

    private BinnedFeatures(float[][] thresholds, byte[][] bins, int rows)
    {
        (Thresholds, Bins, Rows) = (thresholds, bins, rows);
        Starts = new int[thresholds.Length + 1];
        for (var feature = 0; feature < thresholds.Length; feature++) Starts[feature + 1] = Starts[feature] + thresholds[feature].Length + 2;
    }

    /// <summary>Ascending by feature; a value at most a threshold lies left of it.</summary>
    public float[][] Thresholds { get; }

    /// <summary>Features × rows.</summary>
    public byte[][] Bins { get; }

    public int Rows { get; }

    public int Features => Thresholds.Length;

    /// <summary>Where each feature's bins begin when those of all features stand in one row; the last entry is their number.</summary>
    public int[] Starts { get; }

    public static BinnedFeatures Of(float[][] features, int rows)
    {
        var thresholds = Array.ConvertAll(features, ThresholdsOf);
        var bins = new byte[features.Length][];
        for (var feature = 0; feature < features.Length; feature++)
        {
            var cuts = thresholds[feature];
            bins[feature] = Array.ConvertAll(features[feature], value => (byte)(float.IsNaN(value) ? cuts.Length + 1 : BinOf(cuts, value)));
        }

        return new(thresholds, bins, rows);
    }

    private static int BinOf(float[] thresholds, float value)
    {
        var place = Array.BinarySearch(thresholds, value);
        return place >= 0 ? place : ~place;
    }

    private static float[] ThresholdsOf(float[] values)
    {
        var sorted = values.Where(value => !float.IsNaN(value)).ToArray();
        Array.Sort(sorted);
        var distinct = sorted.Distinct().Take(MostThresholds + 2).ToArray();
        var cuts = new SortedSet<float>();
        if (distinct.Length <= MostThresholds + 1)
        {
            for (var i = 1; i < distinct.Length; i++) cuts.Add(Between(distinct[i - 1], distinct[i]));
            return [.. cuts];
        }

        for (var i = 1; i <= MostThresholds; i++)
        {
            var at = (int)((long)i * sorted.Length / (MostThresholds + 1));
            if (sorted[at - 1] < sorted[at]) cuts.Add(Between(sorted[at - 1], sorted[at]));
            else if (sorted[at] < sorted[^1]) cuts.Add(sorted[at]);
        }

        return [.. cuts];
    }

    // Rounding may give the upper value, which must lie right of the threshold.
    private static float Between(float low, float high)
    {
        var middle = low + (high - low) / 2;
        return middle < high && middle >= low ? middle : low;
    }
}
