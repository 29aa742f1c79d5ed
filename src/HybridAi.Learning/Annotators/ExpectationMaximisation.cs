namespace HybridAi.Learning.Annotators;

/// <summary>A model of annotators that is fitted and asked in turn.</summary>
internal interface IAnnotatorModel
{
    /// <summary>What it holds of each annotator.</summary>
    AnnotatorQuality[] Qualities { get; }

    /// <summary>Fits the model to the votes when the items' labels have these probabilities (the M step); returns the prior's logarithm.</summary>
    double Fit(ReadOnlySpan<double> posterior);

    /// <summary>Fills <paramref name="row"/> with the logarithms of each label's prior times the likelihood of the item's votes.</summary>
    void Score(int item, Span<double> row);
}

/// <summary>
/// Expectation maximisation from several starting points: the votes, and the votes with a random weight on each annotator. The start with the
/// highest posterior is kept; all begin near the votes, so that labels can't change places.
/// </summary>
/// <remarks>Dempster, Laird and Rubin 1977, "Maximum likelihood from incomplete data via the EM algorithm", with a prior (MAP).</remarks>
internal static class ExpectationMaximisation
{
    private const int Starts = 3;
    private const int MaxIterations = 100;
    private const double Settled = 1e-4;

    public static Aggregation Run(Votes votes, Gold gold, int seed, Func<IAnnotatorModel> create, CancellationToken cancellation)
    {
        (double[] Posterior, IAnnotatorModel Model, int Iterations, bool Converged, double Objective)? best = null;
        var random = new Random(seed);
        for (var start = 0; start < Starts; start++)
        {
            double[] weights = [.. Enumerable.Range(0, votes.Annotators).Select(_ => start == 0 ? 1 : -Math.Log(1 - random.NextDouble()) + 1e-3)];
            var model = create();
            var posterior = VoteShares.Of(votes, gold, annotator => weights[annotator]);
            var (iterations, moved, objective) = (0, double.PositiveInfinity, 0.0);
            while (moved > Settled && iterations < MaxIterations)
            {
                cancellation.ThrowIfCancellationRequested();
                objective = model.Fit(posterior);
                (moved, var likelihood) = Expect(votes, gold, model, posterior);
                objective += likelihood;
                iterations++;
            }

            if (best is null || objective > best.Value.Objective) best = (posterior, model, iterations, moved <= Settled, objective);
        }

        var kept = best!.Value;
        return new(kept.Posterior, votes.Labels, kept.Model.Qualities, new(kept.Iterations, kept.Converged, Starts), seed);
    }

    // The E step: the largest change of a probability, and the logarithm of the likelihood of all votes and all gold.
    private static (double Moved, double Likelihood) Expect(Votes votes, Gold gold, IAnnotatorModel model, double[] posterior)
    {
        var (moved, likelihood) = (0.0, 0.0);
        var scores = new double[votes.Labels];
        for (var item = 0; item < votes.Items; item++)
        {
            model.Score(item, scores);
            if (gold[item] is { } known)
            {
                likelihood += scores[known];
                continue;
            }

            likelihood += LogRow.Normalise(scores);
            var row = posterior.AsSpan(item * votes.Labels, votes.Labels);
            for (var label = 0; label < row.Length; label++) moved = Math.Max(moved, Math.Abs(row[label] - scores[label]));
            scores.CopyTo(row);
        }

        return (moved, likelihood);
    }
}
