namespace HybridAi.Learning.Calibration;

/// <summary>How a confidence is turned into a chance of being right.</summary>
public enum RecalibrationKind
{
    /// <summary>A logistic curve over the confidence's log odds.</summary>
    Platt,

    /// <summary>A rising curve of any form.</summary>
    Isotonic,
}

/// <summary>
/// Makes stated confidences as sure as they are right. Whether the logistic or the isotonic curve does it is decided by cross-validated log
/// loss, for with few rows the freer curve follows their noise.
/// </summary>
/// <remarks>Niculescu-Mizil and Caruana 2005, "Predicting good probabilities with supervised learning", section 5.</remarks>
/// <param name="Kind">Which curve was chosen.</param>
/// <param name="Platt">The logistic curve over the confidence's log odds; null where the other was chosen.</param>
/// <param name="Isotonic">The rising curve; null where the other was chosen.</param>
/// <param name="Rows">How many rows it was fitted on.</param>
/// <param name="PlattLogLoss">Cross-validated mean log loss of the logistic curve.</param>
/// <param name="IsotonicLogLoss">Cross-validated mean log loss of the isotonic curve.</param>
public sealed record Recalibration(
    RecalibrationKind Kind, PlattScaling? Platt, IsotonicRegression? Isotonic, int Rows, double PlattLogLoss, double IsotonicLogLoss)
{
    /// <summary>Rows with known outcome that a recalibration needs.</summary>
    public const int Enough = 100;

    private const int Folds = 5;
    private const double Edge = 1e-6;

    /// <summary>Fits on rows whose outcome a person found without seeing the confidence.</summary>
    /// <param name="confidences">Each in [0, 1]; at least <see cref="Enough"/>.</param>
    /// <param name="right">Whether each was right.</param>
    /// <param name="seed">Seeds the folds.</param>
    /// <exception cref="ArgumentException">Too few rows, lengths that differ, or a confidence outside [0, 1].</exception>
    public static Recalibration Fit(IReadOnlyList<double> confidences, IReadOnlyList<bool> right, int seed)
    {
        var (platt, isotonic) = Held(confidences, right, seed);
        var (plattLoss, isotonicLoss) = (Loss(platt, right), Loss(isotonic, right));
        var kind = isotonicLoss < plattLoss ? RecalibrationKind.Isotonic : RecalibrationKind.Platt;
        return Curve(kind, confidences, right, [.. Enumerable.Range(0, right.Count)]) with { PlattLogLoss = plattLoss, IsotonicLogLoss = isotonicLoss };
    }

    /// <summary>What each row's chance would be by the better kind of curve, fitted on other rows: fit to be judged by the very outcomes.</summary>
    /// <param name="confidences">Each in [0, 1]; at least <see cref="Enough"/>.</param>
    /// <param name="right">Whether each was right.</param>
    /// <param name="seed">Seeds the folds.</param>
    /// <exception cref="ArgumentException">Too few rows, lengths that differ, or a confidence outside [0, 1].</exception>
    public static IReadOnlyList<double> CrossFitted(IReadOnlyList<double> confidences, IReadOnlyList<bool> right, int seed)
    {
        var (platt, isotonic) = Held(confidences, right, seed);
        return Loss(isotonic, right) < Loss(platt, right) ? isotonic : platt;
    }

    /// <summary>The chance of being right at this stated confidence.</summary>
    public double Apply(double confidence)
        => Isotonic is { } free ? free.Predict(confidence, IsotonicReading.Linear) : Platt!.Predict(LogOdds(confidence));

    private static (double[] Platt, double[] Isotonic) Held(IReadOnlyList<double> confidences, IReadOnlyList<bool> right, int seed)
    {
        if (confidences.Count != right.Count) throw new ArgumentException($"{confidences.Count} confidences but {right.Count} outcomes.");
        if (confidences.Count < Enough) throw new ArgumentException($"Recalibration needs {Enough} rows, there are {confidences.Count}.");
        if (confidences.Any(confidence => !(confidence >= 0 && confidence <= 1))) throw new ArgumentException("A confidence is not between 0 and 1.");

        var fold = Enumerable.Range(0, confidences.Count).Select(row => row % Folds).ToArray();
        new Random(seed).Shuffle(fold);
        var (platt, isotonic) = (new double[fold.Length], new double[fold.Length]);
        for (var held = 0; held < Folds; held++)
        {
            var rest = Enumerable.Range(0, fold.Length).Where(row => fold[row] != held).ToArray();
            var (logistic, free) = (Curve(RecalibrationKind.Platt, confidences, right, rest), Curve(RecalibrationKind.Isotonic, confidences, right, rest));
            foreach (var row in Enumerable.Range(0, fold.Length).Where(row => fold[row] == held))
                (platt[row], isotonic[row]) = (logistic.Apply(confidences[row]), free.Apply(confidences[row]));
        }

        return (platt, isotonic);
    }

    private static Recalibration Curve(RecalibrationKind kind, IReadOnlyList<double> confidences, IReadOnlyList<bool> right, int[] rows)
    {
        var outcomes = Array.ConvertAll(rows, row => right[row]);
        return kind == RecalibrationKind.Isotonic
            ? new(kind, null, IsotonicRegression.Fit(Array.ConvertAll(rows, row => confidences[row]), outcomes), rows.Length, 0, 0)
            : new(kind, PlattScaling.Fit(Array.ConvertAll(rows, row => LogOdds(confidences[row])), outcomes), null, rows.Length, 0, 0);
    }

    private static double LogOdds(double confidence)
    {
        var kept = Math.Clamp(confidence, Edge, 1 - Edge);
        return Math.Log(kept / (1 - kept));
    }

    private static double Loss(double[] chances, IReadOnlyList<bool> right)
        => chances.Select((chance, row) => -Math.Log(Math.Clamp(right[row] ? chance : 1 - chance, 1e-15, 1))).Average();
}
