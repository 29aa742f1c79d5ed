namespace HybridAi.Learn.Evaluation;

/// <summary>Percentiles by nearest rank: always a value that was measured.</summary>
internal static class Percentile
{
    /// <summary>The least value that at least this share of the values does not exceed; 0 without values.</summary>
    public static double Of(IReadOnlyCollection<double> values, double share)
        => values.Count == 0 ? 0 : values.Order().ElementAt(Rank(values.Count, share));

    /// <summary>Place of that value, from 0, among so many in ascending order.</summary>
    public static int Rank(int count, double share) => Math.Max(0, (int)Math.Ceiling(share * count) - 1);
}
