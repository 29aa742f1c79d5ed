namespace HybridAi.Learning.Tabular;

/// <summary>How errors in units of their expected size are distributed, from rows that the estimates were not fitted on.</summary>
/// <remarks>
/// The empirical distribution with n + 1 in place of n, as split conformal prediction counts (Lei et al. 2018, "Distribution-free predictive inference
/// for regression", section 5.2 for errors scaled by their size): between n errors lie n + 1 equally likely places for the next one. Beyond the last
/// errors their rest of probability falls off exponentially, so that no target is impossible.
/// </remarks>
internal sealed class ErrorDistribution
{
    private const int MostQuantiles = 2_047;

    private readonly double[] _quantiles;
    private readonly double _decay;

    private ErrorDistribution(double[] quantiles)
    {
        _quantiles = quantiles;
        _decay = Math.Max(quantiles.Average(Math.Abs), 1e-9);
    }

    public ReadOnlySpan<double> Quantiles => _quantiles;

    public static ErrorDistribution Of(double[] errors)
    {
        double[] sorted = [.. errors.Order()];
        if (sorted.Length <= MostQuantiles) return new(sorted);
        return new([.. Enumerable.Range(1, MostQuantiles).Select(k => QuantileOf(sorted, (double)k / (MostQuantiles + 1)))]);
    }

    public static ErrorDistribution From(double[] quantiles)
    {
        for (var i = 0; i < quantiles.Length; i++)
            if (!double.IsFinite(quantiles[i]) || (i > 0 && quantiles[i] < quantiles[i - 1]))
                throw new InvalidDataException("The model file's errors are not in order.");
        return quantiles.Length > 0 ? new(quantiles) : throw new InvalidDataException("The model file has no errors.");
    }

    /// <summary>Share of errors of at most this size and direction.</summary>
    public double AtMost(double error)
    {
        var edge = 1.0 / (_quantiles.Length + 1);
        if (error <= _quantiles[0]) return edge * Math.Exp((error - _quantiles[0]) / _decay);
        if (error >= _quantiles[^1]) return 1 - edge * Math.Exp((_quantiles[^1] - error) / _decay);
        // The first quantile above the error; between two the share grows evenly.
        var (low, high) = (0, _quantiles.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_quantiles[middle] > error) high = middle;
            else low = middle + 1;
        }

        var (before, after) = (_quantiles[low - 1], _quantiles[low]);
        return edge * (low + (error - before) / (after - before));
    }

    private static double QuantileOf(double[] sorted, double share)
    {
        var place = Math.Clamp(share * (sorted.Length + 1) - 1, 0, sorted.Length - 1);
        var below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}
