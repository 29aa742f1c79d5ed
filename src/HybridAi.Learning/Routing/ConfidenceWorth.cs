using HybridAi.Learning.Linear;
using HybridAi.Learning.Statistics;

namespace HybridAi.Learning.Routing;

/// <summary>
/// What a tier's own word for how sure it is is worth: a line on the scale of log odds, from the confidence to how much likelier it makes the tier right
/// than it is on average. Flat where confidence tells nothing or is not given.
/// </summary>
/// <param name="Slope">Log odds of being right by log odds of the confidence; 0: it tells nothing.</param>
/// <param name="Centre">Log odds of the confidence at which the tier is as good as on average.</param>
public sealed record ConfidenceWorth(double Slope, double Centre)
{
    private const int LeastRows = 30;
    private const double Edge = 1e-3;

    /// <summary>Confidence that tells nothing.</summary>
    public static ConfidenceWorth None { get; } = new(0, 0);

    /// <summary>Measures it on rows whose right answer is known.</summary>
    internal static ConfidenceWorth Measure(RoutingRows rows, int tier, int view, IReadOnlyList<int> counted, double accuracy)
    {
        var (said, right) = (new List<double>(), new List<bool>());
        foreach (var row in counted)
        {
            var reply = rows.Reply(tier, row, view);
            if (reply.Label == TierReply.NoLabel || double.IsNaN(reply.Confidence)) continue;
            said.Add(LogOdds.Of(reply.Confidence, Edge));
            right.Add(rows.Space.Same(reply.Label, rows.Gold[row]));
        }

        if (said.Count < LeastRows || said.Distinct().Take(2).Count() < 2) return None;
        var average = LogOdds.Of(accuracy, Edge);
        var fitted = ShrunkLogisticRegression.Fit([[.. said]], [.. right], [0, average], [1, 10]);
        // A tier that is more often right the less sure it is has not shown a rule, only noise.
        return fitted[0] <= 0 ? None : new(fitted[0], (average - fitted[1]) / fitted[0]);
    }

    /// <summary>The chance of being right, given the chance without the confidence.</summary>
    public double Adjust(double right, double confidence) => Slope == 0 || double.IsNaN(confidence)
        ? right
        : LogOdds.Probability(LogOdds.Of(right, Edge) + Slope * (LogOdds.Of(confidence, Edge) - Centre));
}
