using HybridAi.Learning.Tabular;
using HybridAi.Learning.Tabular.Boosting;

namespace HybridAi.Tests.Learning.Tabular;

public sealed class GradientBoostingTests
{
    private static readonly BoostingSettings Settings = new(Leaves: 4, Rate: 0.3, LeafRows: 2, Penalty: 0, RowShare: 1, FeatureShare: 1);

    [Fact]
    public void One_tree_of_two_leaves_splits_where_the_squared_error_falls_most()
    {
        float[] x = [1, 2, 3, 4, 5, 6];
        var trees = Fit([x], [0, 0, 0, 0, 9, 9], Settings with { Leaves = 2, Rate = 1 }, rounds: 1);

        Score(trees, 4).ShouldBe(0, 1e-5);
        Score(trees, 4.4f).ShouldBe(0, 1e-5);
        Score(trees, 4.6f).ShouldBe(9, 1e-5);
        Score(trees, 600).ShouldBe(9, 1e-5);
    }

    [Fact]
    public void A_leaf_takes_the_step_that_the_penalty_leaves_it()
    {
        float[] x = [1, 1, 2, 2];
        var trees = Fit([x], [-3, -3, 3, 3], Settings with { Leaves = 2, Rate = 1, Penalty = 2 }, rounds: 1);

        // Two rows of gradient 3 each over a curvature of 2 and a penalty of 2.
        Score(trees, 2).ShouldBe(6f / 4, 1e-5);
    }

    [Fact]
    public void Missing_values_go_where_they_belong()
    {
        float[] x = [1, 2, 3, 4, float.NaN, float.NaN, float.NaN];

        Score(Fit([x], [0, 0, 9, 9, 9, 9, 9], Settings), float.NaN).ShouldBe(9, 0.1);
        Score(Fit([x], [0, 0, 9, 9, 0, 0, 0], Settings), float.NaN).ShouldBe(0, 0.1);
    }

    [Fact]
    public void Missing_itself_can_be_what_tells()
    {
        float[] x = [1, 2, 3, 4, float.NaN, float.NaN, float.NaN];

        var trees = Fit([x], [0, 0, 0, 0, 5, 5, 5], Settings);

        Score(trees, float.NaN).ShouldBe(5, 0.1);
        Score(trees, 1_000).ShouldBe(0, 0.1);
    }

    [Fact]
    public void Boosting_ends_where_watched_rows_gain_nothing()
    {
        var chance = new Random(1);
        var x = Enumerable.Range(0, 200).Select(_ => (float)chance.NextDouble()).ToArray();
        var noise = Array.ConvertAll(x, _ => chance.NextDouble());
        int[] learnt = [.. Enumerable.Range(0, 120)], watched = [.. Enumerable.Range(120, 80)];

        var trees = GradientBoosting.Fit(
            BinnedFeatures.Of([x], 200), BoostingLoss.For(new TableTarget(noise, 0)), learnt, watched, Settings, 1_000, 1, TestContext.Current.CancellationToken);

        trees.Rounds.ShouldBeLessThan(20);
    }

    [Fact]
    public void Explained_steps_add_up_to_the_score()
    {
        var chance = new Random(2);
        var features = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 100).Select(_ => (float)chance.NextDouble()).ToArray()).ToArray();
        var targets = Enumerable.Range(0, 100).Select(row => features[0][row] * features[1][row] * 10.0).ToArray();
        var trees = Fit(features, targets, Settings);

        float[] one = [0.1f, 0.9f, 0.5f], other = [0.9f, 0.9f, 0.5f];
        double[] ofOne = new double[3], ofOther = new double[3];
        trees.Explain(one, ofOne);
        trees.Explain(other, ofOther);

        (ofOne.Sum() - ofOther.Sum()).ShouldBe(Of(one) - Of(other), 1e-4);
        Math.Abs(ofOther[0] - ofOne[0]).ShouldBeGreaterThan(Math.Abs(ofOther[2] - ofOne[2]));

        float Of(float[] row)
        {
            var score = new float[1];
            trees.Score(row, score);
            return score[0];
        }
    }

    [Fact]
    public void Many_values_become_at_most_254_bins_that_keep_their_order()
    {
        var chance = new Random(3);
        var x = Enumerable.Range(0, 5_000).Select(row => row % 10 == 0 ? float.NaN : row % 3 == 0 ? 0 : (float)Math.Exp(chance.NextDouble() * 20)).ToArray();

        var binned = BinnedFeatures.Of([x], x.Length);

        binned.Thresholds[0].Length.ShouldBeInRange(150, 253);
        binned.Thresholds[0].ShouldBeInOrder();
        for (var row = 0; row < x.Length; row++)
        {
            var bin = binned.Bins[0][row];
            if (float.IsNaN(x[row])) bin.ShouldBe((byte)(binned.Thresholds[0].Length + 1));
            else binned.Thresholds[0].Count(threshold => threshold < x[row]).ShouldBe(bin);
        }
    }

    private static BoostedTrees Fit(float[][] features, double[] targets, BoostingSettings settings, int rounds = 100) => GradientBoosting.Fit(
        BinnedFeatures.Of(features, targets.Length), BoostingLoss.For(new TableTarget(targets, 0)), [.. Enumerable.Range(0, targets.Length)], [], settings,
        rounds, 1, TestContext.Current.CancellationToken);

    private static float Score(BoostedTrees trees, float x)
    {
        var score = new float[1];
        trees.Score([x], score);
        return score[0];
    }
}
