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
public sealed class Recalibration
{
    /// <summary>Rows with known outcome that a recalibration needs.</summary>
    public const int Enough = 100;

    private const int Folds = 5;
    private const double Edge = 1e-6;

    private readonly Func<double, double> _curve;

    private Recalibration(RecalibrationKind kind, Func<double, double> curve, int rows, double plattLogLoss, double isotonicLogLoss)
        => (Kind, _curve, Rows, PlattLogLoss, IsotonicLogLoss) = (kind, curve, rows, plattLogLoss, isotonicLogLoss);

    /// <summary>Which curve was chosen.</summary>
    public RecalibrationKind Kind { get; }

    /// <summary>How many rows it was fitted on.</summary>
    public int Rows { get; }

    /// <summary>Cross-validated mean log loss of the logistic curve.</summary>
    public double PlattLogLoss { get; }

    /// <summary>Cross-validated mean log loss of the isotonic curve.</summary>
    public double IsotonicLogLoss { get; }

    /// <summary>Fits on rows whose outcome a person found without seeing the confidence.</summary>
    /// <param name="confidences">Each in [0, 1]; at least <see cref="Enough"/>.</param>
    /// <param name="right">Whether each was right.</param>
    /// <param name="seed">Seeds the folds.</param>
    /// <exception cref="ArgumentException">Too few rows, lengths that differ, or a confidence outside [0, 1].</exception>
    public static Recalibration Fit(IReadOnlyList<double> confidences, IReadOnlyList<bool> right, int seed)
    {
        if (confidences.Count != right.Count) throw new ArgumentException($"{confidences.Count} confidences but {right.Count} outcomes.");
        if (confidences.Count < Enough) throw new ArgumentException($"Recalibration needs {Enough} rows, there are {confidences.Count}.");
        if (confidences.Any(confidence => !(confidence >= 0 && confidence <= 1))) throw new ArgumentException("A confidence is not between 0 and 1.");

        var fold = Enumerable.Range(0, confidences.Count).Select(row => row % Folds).ToArray();
        new Random(seed).Shuffle(fold);
        double platt = 0, isotonic = 0;
        for (var held = 0; held < Folds; held++)
        {
            var rest = Enumerable.Range(0, fold.Length).Where(row => fold[row] != held).ToArray();
            var (logistic, free) = (Curve(RecalibrationKind.Platt, confidences, right, rest), Curve(RecalibrationKind.Isotonic, confidences, right, rest));
            foreach (var row in Enumerable.Range(0, fold.Length).Where(row => fold[row] == held))
            {
                platt += LogLoss(logistic(confidences[row]), right[row]) / fold.Length;
                isotonic += LogLoss(free(confidences[row]), right[row]) / fold.Length;
            }
        }

        var kind = isotonic < platt ? RecalibrationKind.Isotonic : RecalibrationKind.Platt;
        return new Recalibration(kind, Curve(kind, confidences, right, [.. Enumerable.Range(0, fold.Length)]), fold.Length, platt, isotonic);
    }

    /// <summary>The chance of being right at this stated confidence.</summary>
    public double Apply(double confidence) => _curve(confidence);

    private static Func<double, double> Curve(RecalibrationKind kind, IReadOnlyList<double> confidences, IReadOnlyList<bool> right, int[] rows)
    {
        var outcomes = Array.ConvertAll(rows, row => right[row]);
        if (kind == RecalibrationKind.Isotonic)
        {
            var isotonic = IsotonicRegression.Fit(Array.ConvertAll(rows, row => confidences[row]), outcomes);
            return confidence => isotonic.Predict(confidence, IsotonicReading.Linear);
        }

        var platt = PlattScaling.Fit(Array.ConvertAll(rows, row => LogOdds(confidences[row])), outcomes);
        return confidence => platt.Predict(LogOdds(confidence));
    }

    private static double LogOdds(double confidence)
    {
        var kept = Math.Clamp(confidence, Edge, 1 - Edge);
        return Math.Log(kept / (1 - kept));
    }

    private static double LogLoss(double chance, bool right) => -Math.Log(Math.Clamp(right ? chance : 1 - chance, 1e-15, 1));
}
