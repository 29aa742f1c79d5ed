using HybridAi.Learning.Statistics;
using HybridAi.Learning.Linear;

namespace HybridAi.Learning.LabelErrors;

/// <summary>
/// Says of each label how likely it is wrong. The parts are merged by a logistic regression that starts at stated weights and learns from
/// the labels that people have reviewed, once there are <see cref="Enough"/> of them. Made once for a set of texts, asked again as review goes on:
/// the texts' neighbours stay.
/// </summary>
public sealed class DoubtEstimator
{
    /// <summary>Reviewed rows from which on the weights are learned.</summary>
    public const int Enough = 50;

    private const int Neighbours = 15;

    /// <summary>How far a weight moves from what was stated before it takes more than a few dozen rows to say so.</summary>
    private const double Spread = 0.3;

    private const double InterceptSpread = 4;

    private readonly Neighbour[][] _neighbours;

    /// <summary>Finds the texts' neighbours.</summary>
    /// <param name="texts">The texts, in the order of every later question.</param>
    /// <param name="ct">Cancels.</param>
    public DoubtEstimator(IReadOnlyList<string> texts, CancellationToken ct) => _neighbours = NearestTexts.Find(texts, Neighbours, ct);

    /// <summary>Estimates the doubt of every row.</summary>
    /// <param name="rows">The labels, votes and what review has found; at least two labels are in use.</param>
    /// <param name="seed">Seeds the folds and the students.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ArgumentException">Lengths differ, an index is out of range, or fewer than two labels are in use.</exception>
    public DoubtEstimate Estimate(DoubtRows rows, int seed, CancellationToken ct)
    {
        rows.Check();
        if (rows.Count != _neighbours.Length) throw new ArgumentException($"The estimator knows {_neighbours.Length} texts, not {rows.Count}.");
        if (rows.Given.Distinct().Take(2).Count() < 2) throw new ArgumentException("Doubt needs labels of at least two kinds; all are the same.");

        var (parts, joint, margins) = DoubtEvidence.Gather(rows, _neighbours, seed, ct);
        var reviewed = Enumerable.Range(0, rows.Count).Where(rows.IsReviewed).ToArray();
        var intercept = DoubtEvidence.StatedIntercept;
        var learned = reviewed.Length >= Enough;
        if (learned)
        {
            var weights = ShrunkLogisticRegression.Fit(
                [.. parts.Select(part => Array.ConvertAll(reviewed, row => part.Values[row]))],
                Array.ConvertAll(reviewed, rows.IsWrong),
                [.. parts.Select(part => part.StatedWeight), intercept],
                [.. parts.Select(_ => Spread), InterceptSpread]);
            parts = [.. parts.Select((part, j) => part with { Weight = weights[j] })];
            intercept = weights[^1];
        }

        var scores = new double[rows.Count];
        for (var row = 0; row < scores.Length; row++)
            scores[row] = LogOdds.Probability(intercept + parts.Sum(part => part.Weight * part.Values[row]));
        return new DoubtEstimate(scores, parts, intercept, learned ? reviewed.Length : 0, joint, margins);
    }
}
