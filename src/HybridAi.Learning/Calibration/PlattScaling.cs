namespace HybridAi.Learning.Calibration;

/// <summary>Chance of an outcome as 1 / (1 + exp(−(slope · score + intercept))).</summary>
/// <remarks>
/// Platt 1999, "Probabilistic outputs for support vector machines", with the Newton method of Lin, Lin and Weng 2007, "A note on
/// Platt's probabilistic outputs", Machine Learning 68, appendix.
/// </remarks>
/// <param name="Slope">Positive when higher scores mean likelier outcomes.</param>
/// <param name="Intercept">Log odds at score 0.</param>
public sealed record PlattScaling(double Slope, double Intercept)
{
    private const int MaximumSteps = 100;
    private const double Ridge = 1e-12;

    /// <summary>
    /// Fits slope and intercept. Outcomes are smoothed to (n₊ + 1) / (n₊ + 2) and 1 / (n₋ + 2), so that separable rows give a
    /// finite slope.
    /// </summary>
    /// <param name="scores">At least one; finite.</param>
    /// <param name="outcomes">As long as the scores.</param>
    /// <exception cref="ArgumentException">No rows, lengths that differ, or a score that is not finite.</exception>
    public static PlattScaling Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        if (scores.IsEmpty) throw new ArgumentException("There are no rows to fit.");
        if (scores.Length != outcomes.Length) throw new ArgumentException($"{scores.Length} scores but {outcomes.Length} outcomes.");
        foreach (var score in scores)
            if (!double.IsFinite(score))
                throw new ArgumentException("A score is not finite.");

        var positives = 0;
        foreach (var outcome in outcomes)
            if (outcome)
                positives++;
        var high = (positives + 1.0) / (positives + 2);
        var low = 1.0 / (scores.Length - positives + 2);

        var slope = 0.0;
        var intercept = Math.Log((positives + 1.0) / (scores.Length - positives + 1));
        var loss = Loss(scores, outcomes, slope, intercept, low, high);
        for (var step = 0; step < MaximumSteps; step++)
        {
            double g1 = 0, g2 = 0, h11 = Ridge, h12 = 0, h22 = Ridge;
            for (var i = 0; i < scores.Length; i++)
            {
                var p = Sigmoid(slope * scores[i] + intercept);
                var gap = p - (outcomes[i] ? high : low);
                g1 += gap * scores[i];
                g2 += gap;
                h11 += p * (1 - p) * scores[i] * scores[i];
                h12 += p * (1 - p) * scores[i];
                h22 += p * (1 - p);
            }

            if (Math.Abs(g1) < 1e-9 && Math.Abs(g2) < 1e-9) break;
            var determinant = h11 * h22 - h12 * h12;
            var moveSlope = -(h22 * g1 - h12 * g2) / determinant;
            var moveIntercept = -(h11 * g2 - h12 * g1) / determinant;
            var descent = g1 * moveSlope + g2 * moveIntercept;
            var length = 1.0;
            var next = Loss(scores, outcomes, slope + moveSlope, intercept + moveIntercept, low, high);
            while (next > loss + 1e-4 * length * descent && length > 1e-10)
            {
                length /= 2;
                next = Loss(scores, outcomes, slope + length * moveSlope, intercept + length * moveIntercept, low, high);
            }

            if (!(next < loss)) break;
            slope += length * moveSlope;
            intercept += length * moveIntercept;
            loss = next;
        }

        return new PlattScaling(slope, intercept);
    }

    /// <summary>The chance of the outcome at a score, strictly between 0 and 1 for moderate scores.</summary>
    public double Predict(double score) => Sigmoid(Slope * score + Intercept);

    private static double Loss(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes, double slope, double intercept, double low, double high)
    {
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var z = slope * scores[i] + intercept;
            var target = outcomes[i] ? high : low;
            sum += Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - target * z;
        }

        return sum;
    }

    private static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));
}
