using HybridAi.Curate.Labelling;
using HybridAi.Learning.Calibration;
using HybridAi.Learning.Metrics;

namespace HybridAi.Curate.Review;

/// <summary>How a labeller's confidences compare with how often it is right.</summary>
/// <param name="Labeller">Whose.</param>
/// <param name="Reviewed">Labels that people have judged without having seen them; nothing else counts here.</param>
/// <param name="Sources">By what the confidence rests on.</param>
public sealed record LabellerReliability(string Labeller, int Reviewed, IReadOnlyList<SourceReliability> Sources);

/// <summary>How sure against how right, for one source of confidence.</summary>
/// <param name="Source">What the confidence rests on.</param>
/// <param name="Rows">Labels judged blind of which the source says something.</param>
/// <param name="Accuracy">Share of them that are right; null without rows, as all that follow.</param>
/// <param name="Ece">Expected calibration error.</param>
/// <param name="Brier">Mean squared error.</param>
/// <param name="Auroc">How well it sets right labels before wrong ones; null too where all are right or all wrong.</param>
/// <param name="CoverageAtPrecision">Share of the rows above the lowest confidence that still holds each precision on these very rows.</param>
/// <param name="Curve">How sure against how right, in bins.</param>
/// <param name="Recalibrated">The same after recalibration; null while fewer than 100 labels are judged blind.</param>
public sealed record SourceReliability(
    ConfidenceSource Source, int Rows, double? Accuracy, double? Ece, double? Brier, double? Auroc,
    IReadOnlyDictionary<string, double>? CoverageAtPrecision, IReadOnlyList<ReliabilityBin>? Curve, RecalibratedReliability? Recalibrated)
{
    private static readonly (string Name, double Value)[] Precisions = [("0.95", 0.95), ("0.97", 0.97), ("0.99", 0.99)];

    /// <summary>Judges the confidences of labels whose outcome is known.</summary>
    internal static SourceReliability Of(ConfidenceSource source, IReadOnlyList<double> said, IReadOnlyList<bool> right, int seed)
    {
        if (said.Count == 0) return new(source, 0, null, null, null, null, null, null, null);
        double[] sure = [.. said];
        bool[] outcomes = [.. right];
        var curve = ReliabilityCurve.Of(sure, outcomes);
        return new(
            source, sure.Length, outcomes.Average(one => one ? 1.0 : 0), curve.Ece, BrierOf(sure, outcomes),
            outcomes.Distinct().Count() < 2 ? null : Learning.Metrics.Auroc.Of(sure, outcomes),
            Precisions.ToDictionary(precision => precision.Name, precision => Learning.Metrics.CoverageAtPrecision.Of(sure, outcomes, precision.Value).Coverage),
            curve.Bins, sure.Length < Recalibration.Enough ? null : RecalibratedReliability.Of(sure, outcomes, seed));
    }

    internal static double BrierOf(double[] sure, bool[] right) => sure.Zip(right, (chance, isRight) => Math.Pow(chance - (isRight ? 1 : 0), 2)).Average();
}

/// <summary>What recalibration makes of a source, each label judged by a curve that was fitted on others.</summary>
/// <param name="Kind">Which curve is the better one.</param>
/// <param name="Ece">Expected calibration error.</param>
/// <param name="Brier">Mean squared error.</param>
/// <param name="PlattLogLoss">Cross-validated log loss of the logistic curve.</param>
/// <param name="IsotonicLogLoss">Cross-validated log loss of the isotonic curve.</param>
public sealed record RecalibratedReliability(RecalibrationKind Kind, double Ece, double Brier, double PlattLogLoss, double IsotonicLogLoss)
{
    internal static RecalibratedReliability Of(double[] sure, bool[] right, int seed)
    {
        var fitted = Recalibration.Fit(sure, right, seed);
        double[] chances = [.. Recalibration.CrossFitted(sure, right, seed)];
        return new(fitted.Kind, ReliabilityCurve.Of(chances, right).Ece, SourceReliability.BrierOf(chances, right), fitted.PlattLogLoss, fitted.IsotonicLogLoss);
    }
}
