namespace HybridAi.Learning.Calibration;

/// <summary>
/// One number that makes a classifier as sure as it is right: scores are divided by a temperature before the softmax, which
/// leaves every decision as it was.
/// </summary>
/// <remarks>Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2.</remarks>
public static class TemperatureScaling
{
    private const double Coldest = 0.02;
    private const double Hottest = 50;
    private const int Halvings = 24;

    /// <summary>
    /// The temperature that makes held-out labels most likely. Each label is given the probability (n + 1) / (n + 2) instead of
    /// 1 and the rest is spread over the other classes (Platt 1999, section 2.2), so that a few rows that all come out right do
    /// not make the model certain.
    /// </summary>
    /// <param name="scores">Rows × classes, row by row, of rows that the model was not fitted on.</param>
    /// <param name="labels">Class of each row.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <returns>A temperature between 0.02 and 50; 1 when there are no rows.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is out of range.</exception>
    public static double Fit(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (scores.Length != labels.Length * classes)
            throw new ArgumentException($"{labels.Length} rows of {classes} classes do not have {scores.Length} scores.");
        foreach (var label in labels)
            if ((uint)label >= (uint)classes)
                throw new ArgumentException($"Label {label} is not one of {classes} classes.");
        if (labels.IsEmpty) return 1;

        // The loss is convex in the inverse temperature: halve the bracket on the sign of its slope, on a logarithmic scale.
        double low = Math.Log(1 / Hottest), high = Math.Log(1 / Coldest);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (Slope(scores, labels, classes, Math.Exp(middle)) > 0) high = middle;
            else low = middle;
        }

        return Math.Exp(-(low + high) / 2);
    }

    /// <summary>Derivative of the smoothed log loss by the inverse temperature.</summary>
    private static double Slope(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, int classes, double inverse)
    {
        var slack = 1.0 / (labels.Length + 2) / (classes - 1);
        var gold = 1 - slack * (classes - 1) - slack;
        var slope = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = scores.Slice(i * classes, classes);
            double top = float.NegativeInfinity, all = 0;
            foreach (var score in row)
            {
                top = Math.Max(top, score);
                all += score;
            }

            double sum = 0, weighted = 0;
            foreach (var score in row)
            {
                var weight = Math.Exp((score - top) * inverse);
                sum += weight;
                weighted += weight * score;
            }

            slope += weighted / sum - (gold * row[labels[i]] + slack * all);
        }

        return slope;
    }
}
