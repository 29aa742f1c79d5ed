namespace HybridAi.Learning.Metrics;

/// <summary>Rows whose confidence fell into one interval.</summary>
/// <param name="Lower">Lower end of the interval, excluded except in the first bin.</param>
/// <param name="Upper">Upper end, included.</param>
/// <param name="Count">Number of rows.</param>
/// <param name="MeanConfidence">Mean confidence of the rows; 0 when there are none.</param>
/// <param name="Accuracy">Share of them that are right; 0 when there are none.</param>
public sealed record ReliabilityBin(double Lower, double Upper, int Count, double MeanConfidence, double Accuracy);

/// <summary>How sure against how right, in bins of equal width.</summary>
/// <remarks>Naeini, Cooper and Hauskrecht 2015, "Obtaining well calibrated probabilities using Bayesian binning".</remarks>
/// <param name="Bins">From confidence 0 to 1.</param>
/// <param name="Ece">Expected calibration error: mean distance of confidence and accuracy over bins, weighted by rows.</param>
public sealed record ReliabilityCurve(IReadOnlyList<ReliabilityBin> Bins, double Ece)
{
    /// <summary>By how much probabilities in single precision may pass 1.</summary>
    private const double Rounding = 1e-4;

    /// <summary>Bins confidences.</summary>
    /// <param name="confidences">Each in [0, 1].</param>
    /// <param name="correct">Whether each row is right.</param>
    /// <param name="bins">Number of bins.</param>
    /// <exception cref="ArgumentException">The lengths differ or a confidence is outside [0, 1].</exception>
    public static ReliabilityCurve Of(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct, int bins = 15)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        if (confidences.Length != correct.Length)
            throw new ArgumentException($"{confidences.Length} confidences but {correct.Length} outcomes.");

        var counts = new int[bins];
        var right = new int[bins];
        var sums = new double[bins];
        for (var i = 0; i < confidences.Length; i++)
        {
            if (!(confidences[i] >= 0 && confidences[i] <= 1 + Rounding))
                throw new ArgumentException($"Confidence {confidences[i]} of row {i} is not between 0 and 1.");
            var bin = Math.Clamp((int)Math.Ceiling(confidences[i] * bins) - 1, 0, bins - 1);
            counts[bin]++;
            sums[bin] += confidences[i];
            if (correct[i]) right[bin]++;
        }

        var curve = new ReliabilityBin[bins];
        var error = 0.0;
        for (var bin = 0; bin < bins; bin++)
        {
            var count = Math.Max(counts[bin], 1);
            curve[bin] = new ReliabilityBin(
                (double)bin / bins, (bin + 1.0) / bins, counts[bin], sums[bin] / count, (double)right[bin] / count);
            error += Math.Abs(sums[bin] - right[bin]);
        }

        return new ReliabilityCurve(curve, confidences.IsEmpty ? 0 : error / confidences.Length);
    }
}
