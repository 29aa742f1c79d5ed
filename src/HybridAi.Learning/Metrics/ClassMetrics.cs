namespace HybridAi.Learning.Metrics;

/// <summary>How one class fared.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Precision">Share of its predictions that are right; null when it was never predicted.</param>
/// <param name="Recall">Share of its rows that were found; null when it has no rows.</param>
/// <param name="F1">2·right / (predictions + rows); null when it has neither.</param>
/// <param name="Support">Its rows.</param>
/// <param name="Predicted">Its predictions.</param>
public sealed record ClassMetrics(string Label, double? Precision, double? Recall, double? F1, int Support, int Predicted)
{
    internal static ClassMetrics Of(string label, int right, int support, int predicted) => new(
        label,
        predicted == 0 ? null : (double)right / predicted,
        support == 0 ? null : (double)right / support,
        support + predicted == 0 ? null : 2.0 * right / (support + predicted),
        support,
        predicted);
}
