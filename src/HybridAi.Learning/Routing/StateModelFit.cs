using HybridAi.Learning.Linear;
using HybridAi.Learning.Statistics;

namespace HybridAi.Learning.Routing;

/// <summary>Learns the reliability model of one state from the rows that a view may see.</summary>
internal static class StateModelFit
{
    private const double PriorWeight = 0.8;
    private const double WeightSpread = 0.5;
    private const double PseudoRows = 20;

    /// <summary>A handful of weights is known well enough from so many rows.</summary>
    private const int MostRowsForWeights = 1_500;

    /// <summary>Fits the model.</summary>
    /// <param name="evidence">The rows.</param>
    /// <param name="asked">The tiers of the state, one bit each.</param>
    /// <param name="candidates">By row: the answers that come into question then.</param>
    public static StateModel Fit(ViewEvidence evidence, int asked, Candidates[] candidates)
    {
        var tiers = Enumerable.Range(0, evidence.Rows.Tiers).Where(tier => (asked >> tier & 1) == 1).ToArray();
        var model = new StateModel(asked, Weights(evidence, tiers, candidates), new([], 1, 1, 0, 0, 0));
        return Calibrated(model, evidence, candidates);
    }

    private static double[] Weights(ViewEvidence evidence, int[] tiers, Candidates[] candidates)
    {
        var choices = new List<ConditionalLogit.Choice>();
        var stride = (evidence.Seen.Length + MostRowsForWeights - 1) / MostRowsForWeights;
        foreach (var row in evidence.Seen.Where((_, place) => place % stride == 0))
        {
            var ofRow = candidates[row];
            if (Chosen(evidence.Rows, row, ofRow) is not { } chosen) continue;
            var scores = new double[ofRow.Offsets.Length * tiers.Length];
            for (var j = 0; j < tiers.Length; j++)
                if (ofRow.Votes[tiers[j]] is { } votes)
                    for (var c = 0; c < votes.Length; c++)
                        scores[c * tiers.Length + j] = votes[c];
            choices.Add(new(ofRow.Offsets, scores, chosen));
        }

        var prior = Array.ConvertAll(tiers, _ => tiers.Length == 1 ? 1 : PriorWeight);
        var fitted = ConditionalLogit.Fit(choices, prior, WeightSpread);
        var weights = new double[evidence.Rows.Tiers];
        for (var j = 0; j < tiers.Length; j++) weights[tiers[j]] = Math.Max(fitted[j], 0);
        return weights;
    }

    private static int? Chosen(RoutingRows rows, int row, Candidates candidates)
    {
        for (var c = 0; c < candidates.Labels.Length; c++)
            if (rows.Space.Same(candidates.Labels[c], rows.Gold[row]))
                return c;
        return candidates.Offsets.Length > candidates.Labels.Length ? candidates.Labels.Length : null;
    }

    private static StateModel Calibrated(StateModel model, ViewEvidence evidence, Candidates[] candidates)
    {
        var rows = evidence.Rows;
        var answered = evidence.Seen
            .Select(row => (Row: row, At: model.Likeliest(candidates[row])))
            .Where(seen => seen.At.Label != TierReply.NoLabel).ToArray();
        var right = Array.ConvertAll(answered, seen => rows.Space.Same(seen.At.Label, rows.Gold[seen.Row]));
        var lead = Array.ConvertAll(answered, seen => seen.At.Lead);
        var dissent = Array.ConvertAll(answered, seen => model.Dissent(seen.At.Label, rows.Space, evidence.Replies(seen.Row)));
        var novelty = Array.ConvertAll(answered, seen => rows.Novelty(seen.Row, evidence.View));
        // First without the labels: their competence is what the lead does not explain.
        var plain = ShrunkLogisticRegression.Fit([lead, dissent, novelty], right, [1, 0, 0, 0], [0.5, 1, 2, 2]);
        var competence = rows.Space.IsNominal
            ? CompetenceByFold(evidence, answered, right, row => LogOdds.Probability(plain[0] * lead[row] + plain[1] * dissent[row] + plain[2] * novelty[row] + plain[3]))
            : new([], new double[answered.Length]);
        var fitted = ShrunkLogisticRegression.Fit([lead, competence.OfRows, dissent, novelty], right, [plain[0], 0.7, plain[1], plain[2], plain[3]], [0.5, 0.5, 1, 2, 2]);
        return model with { Calibration = new(competence.OfLabels, fitted[0], fitted[1], fitted[2], fitted[3], fitted[4]) };
    }

    // Observed against expected right answers by label, both with pseudo rows; each row's own fold is left out of its figure.
    private static (double[] OfLabels, double[] OfRows) CompetenceByFold(
        ViewEvidence evidence, (int Row, (int Label, double Lead) At)[] answered, bool[] right, Func<int, double> expected)
    {
        var (rows, labels) = (evidence.Rows, evidence.Rows.Space.Count);
        var (hits, hopes, counts) = (new double[(rows.Folds + 1) * labels], new double[(rows.Folds + 1) * labels], new double[(rows.Folds + 1) * labels]);
        for (var i = 0; i < answered.Length; i++)
        {
            foreach (var part in (ReadOnlySpan<int>)[rows.Fold[answered[i].Row], rows.Folds])
            {
                var place = part * labels + answered[i].At.Label;
                counts[place]++;
                hopes[place] += expected(i);
                if (right[i]) hits[place]++;
            }
        }

        var ofRows = new double[answered.Length];
        for (var i = 0; i < answered.Length; i++)
        {
            var (own, all) = (rows.Fold[answered[i].Row] * labels + answered[i].At.Label, rows.Folds * labels + answered[i].At.Label);
            ofRows[i] = Effect(hits[all] - hits[own], hopes[all] - hopes[own], counts[all] - counts[own]);
        }

        var whole = rows.Folds * labels;
        return ([.. Enumerable.Range(0, labels).Select(label => Effect(hits[whole + label], hopes[whole + label], counts[whole + label]))], ofRows);
    }

    private static double Effect(double hits, double hopes, double count)
    {
        if (count == 0) return 0;
        var mean = hopes / count;
        return LogOdds.Of((hits + PseudoRows * mean) / (count + PseudoRows)) - LogOdds.Of(mean);
    }
}
