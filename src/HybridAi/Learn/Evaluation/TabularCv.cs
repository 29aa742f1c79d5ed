using System.Globalization;
using HybridAi.Learning.Tabular;

namespace HybridAi.Learn.Evaluation;

/// <summary>A metric over the parts of a cross-validation.</summary>
/// <param name="Metric"><c>auc</c> of two labels, <c>accuracy</c> of more, <c>rmse</c> of numbers.</param>
/// <param name="Mean">Mean over the parts; null where it is defined on none.</param>
/// <param name="Sd">Standard deviation between the parts; null where there are not two.</param>
public sealed record TabularCv(string Metric, double? Mean, double? Sd)
{
    private const double Furthest = 3;

    internal static TabularCv Of(TabularReport report)
    {
        var parts = report.Parts;
        double? mean = parts.Count == 0 ? null : parts.Average();
        double? sd = parts.Count < 2 ? null : Math.Sqrt(parts.Sum(part => (part - mean!.Value) * (part - mean.Value)) / (parts.Count - 1));
        return new(report.Metric, mean, sd);
    }

    /// <summary>
    /// Says so where a test file's figure is further from the parts' mean, to the worse, than three of their standard deviations. Then its rows are
    /// unlike the training rows, and what was learnt of errors and sureness from these does not hold there.
    /// </summary>
    internal IEnumerable<string> Unlike(TabularProblem problem, double? onTest)
    {
        if (problem.Test is null || onTest is not { } figure || Mean is not { } mean || Sd is not { } sd) yield break;
        var worse = Metric == "rmse" ? figure - mean : mean - figure;
        if (worse > Furthest * sd)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The test rows are unlike the training rows ({Metric} {figure:G4}, in cross-validation {mean:G4}): probabilities and intervals hold for rows like those trained on. ")
                + "Were rows that belong together parted, or is it a later time? --group keeps rows together.";
        }
    }
}
