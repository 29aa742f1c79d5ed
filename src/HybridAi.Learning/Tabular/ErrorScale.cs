using HybridAi.Learning.Tabular.Boosting;
using HybridAi.Learning.Tabular.Search;

namespace HybridAi.Learning.Tabular;

/// <summary>The size of the error that a row is expected to have, by trees over its features and its estimate.</summary>
/// <param name="Trees">Give the logarithm of the mean absolute error.</param>
/// <param name="Least">No error is expected to be smaller.</param>
internal sealed record ErrorScale(BoostedTrees Trees, double Least)
{
    private const int Folds = 5;
    private const int FewRows = 2_000;
    private const double LeastShare = 1e-3;
    private const double LeastOfRange = 1e-9;

    public double Of(ReadOnlySpan<float> features)
    {
        Span<float> score = stackalloc float[1];
        Trees.Score(features, score);
        return Math.Max(Math.Exp(score[0]), Least);
    }

    /// <summary>Fits on what cross-fitted models said of each row, and tells how errors are distributed about a scale that was fitted without them.</summary>
    public static (ErrorScale Scale, ErrorDistribution Distribution) Fit(
        TableRows table, CodedTable coded, IEnumerable<HeldScores> held, int seed, CancellationToken ct)
    {
        var estimates = new float[table.Count];
        foreach (var part in held)
            for (var i = 0; i < part.Rows.Length; i++)
                estimates[part.Rows[i]] = part.Scores[i];
        var errors = table.Target.Values.Select((value, row) => value - estimates[row]).ToArray();
        var sizes = Array.ConvertAll(errors, Math.Abs);
        var least = Math.Max(LeastShare * sizes.Average(), LeastOfRange * Math.Max(1, table.Target.Values.Max(Math.Abs)));
        sizes = Array.ConvertAll(sizes, size => Math.Max(size, least));

        float[][] features = [.. coded.Features, estimates];
        var settings = new BoostingSettings(table.Count < FewRows ? 4 : 8, 0.1, Math.Clamp(table.Count / 20, 5, 40), 5, 0.75, 1);
        var fit = new ScaleFit(BinnedFeatures.Of(features, table.Count), sizes, table.Groups, settings, seed, ct);
        var folds = TableFolds.Deal(new TableTarget(sizes, 0), table.Groups, Folds, seed);
        var (scaled, rounds, row) = (new double[table.Count], new List<int>(), new float[features.Length]);
        foreach (var judged in folds.Held())
        {
            var scale = new ErrorScale(fit.WithoutWatched(folds.Without(judged)), least);
            rounds.Add(scale.Trees.Rounds);
            foreach (var at in judged)
            {
                for (var k = 0; k < row.Length; k++) row[k] = features[k][at];
                scaled[at] = errors[at] / scale.Of(row);
            }
        }

        rounds.Sort();
        return (new(fit.OnAll(rounds[rounds.Count / 2]), least), ErrorDistribution.Of(scaled));
    }

    private sealed record ScaleFit(BinnedFeatures Bins, double[] Sizes, int[] Groups, BoostingSettings Settings, int Seed, CancellationToken Ct)
    {
        private const int WatchedParts = 5;

        private readonly BoostingLoss _loss = BoostingLoss.Scale(Sizes);

        public BoostedTrees OnAll(int rounds) =>
            GradientBoosting.Fit(Bins, _loss, [.. Enumerable.Range(0, Sizes.Length)], [], Settings, rounds, Seed, Ct);

        // Some of the rows only say when to end.
        public BoostedTrees WithoutWatched(int[] rows)
        {
            var folds = TableFolds.Deal(new(Array.ConvertAll(rows, row => Sizes[row]), 0), Array.ConvertAll(rows, row => Groups[row]), WatchedParts, Seed);
            var watched = folds.RowsOf(0);
            var learnt = folds.Count < 2 ? watched : folds.Without(watched);
            return GradientBoosting.Fit(
                Bins, _loss, Array.ConvertAll(learnt, place => rows[place]), Array.ConvertAll(watched, place => rows[place]), Settings, Settings.MostRounds,
                Seed, Ct);
        }
    }
}
