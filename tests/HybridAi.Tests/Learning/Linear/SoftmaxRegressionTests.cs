using HybridAi.Learning.Linear;

namespace HybridAi.Tests.Learning.Linear;

public sealed class SoftmaxRegressionTests
{
    private const int Classes = 5;

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(1000)]
    public void At_the_optimum_the_gradient_is_zero(double cost)
    {
        var (rows, labels) = Random(200, 30, seed: 4);
        double[] weights = [1, 2, 0.5, 1, 1];
        var fitted = Fit(rows, labels, weights, new SoftmaxRegressionSettings(cost, 3000, 1e-7));
        var gradient = Gradient(rows, labels, fitted, weights, cost);
        var largest = gradient.Max(Math.Abs);
        largest.ShouldBeLessThan(2e-3 * Math.Max(1, Enumerable.Range(0, fitted.Features).Max(j => fitted.Row(j).ToArray().Max(MathF.Abs))));
    }

    [Fact]
    public void The_gradient_of_the_test_agrees_with_finite_differences()
    {
        var (rows, labels) = Random(50, 10, seed: 5);
        double[] weights = [1, 1, 1, 1, 1];
        var matrix = Fit(rows, labels, weights, new SoftmaxRegressionSettings(1, 2, 1e-9));
        var gradient = Gradient(rows, labels, matrix, weights, 1);
        for (var feature = 0; feature < 10; feature++)
        {
            const float step = 1e-2f;
            ref var weight = ref matrix.Row(feature)[feature % Classes];
            weight += step;
            var above = Objective(rows, labels, matrix, weights, 1);
            weight -= 2 * step;
            var below = Objective(rows, labels, matrix, weights, 1);
            weight += step;
            gradient[feature * Classes + feature % Classes].ShouldBe((above - below) / (2 * step), 2e-2);
        }
    }

    [Fact]
    public void The_default_tolerance_comes_within_a_hundredth_of_the_optimum()
    {
        var (rows, labels) = Random(400, 60, seed: 6);
        double[] weights = [1, 1, 1, 1, 1];
        var quick = Objective(rows, labels, Fit(rows, labels, weights, new SoftmaxRegressionSettings()), weights, 60);
        var exact = Objective(rows, labels, Fit(rows, labels, weights, new SoftmaxRegressionSettings(60, 3000, 1e-7)), weights, 60);
        quick.ShouldBeLessThan(exact * 1.01);
    }

    [Fact]
    public void The_same_input_gives_the_same_bits()
    {
        var (rows, labels) = Random(100, 20, seed: 7);
        double[] weights = [1, 1, 1, 1, 1];
        var first = Fit(rows, labels, weights, new SoftmaxRegressionSettings());
        Fit(rows, labels, weights, new SoftmaxRegressionSettings()).Weights.ShouldBe(first.Weights);
    }

    [Fact]
    public void A_weight_of_two_is_a_row_given_twice()
    {
        var (rows, labels) = Random(60, 12, seed: 8);
        var settings = new SoftmaxRegressionSettings(1, 3000, 1e-7);
        var doubled = Fit(rows, labels, [2, 2, 2, 2, 2], settings);
        var twice = Fit(Twice(rows), [.. labels, .. labels], [1, 1, 1, 1, 1], settings);
        for (var i = 0; i < doubled.Weights.Length; i++) twice.Weights[i].ShouldBe(doubled.Weights[i], 5e-3f);
    }

    [Fact]
    public void Wide_matrices_multiply_as_by_hand()
    {
        foreach (var classes in (int[])[2, 15, 16, 17, 63, 64, 65, 77, 150])
        {
            var random = new Random(classes);
            var matrix = new ClassMatrix(6, classes);
            for (var j = 0; j < 6; j++)
                foreach (ref var weight in matrix.Row(j)[..classes])
                    weight = random.NextSingle() - 0.5f;
            var scores = new float[matrix.Stride];
            matrix.Multiply([4, 0, 5], [0.5f, 2f, -1f], scores);
            for (var k = 0; k < classes; k++)
                scores[k].ShouldBe(0.5f * matrix.Row(4)[k] + 2 * matrix.Row(0)[k] - matrix.Row(5)[k], 1e-5f);
        }
    }

    [Fact]
    public void Balanced_weights_make_classes_weigh_the_same()
    {
        ClassWeights.Of(ClassWeighting.Balanced, [0, 0, 0, 1], 3).ShouldBe([4 / 2.0 / 3, 4 / 2.0, 1]);
        ClassWeights.Of(ClassWeighting.None, [0, 0, 0, 1], 3).ShouldBe([1, 1, 1]);
    }

    [Fact]
    public void Input_that_does_not_fit_is_refused()
    {
        var (rows, labels) = Random(10, 5, seed: 1);
        Should.Throw<ArgumentException>(() => Fit(rows, labels[1..], [1, 1, 1, 1, 1], new()));
        Should.Throw<ArgumentException>(() => Fit(rows, labels, [1, 1], new()));
        Should.Throw<ArgumentException>(() => Fit(rows, Array.ConvertAll(labels, _ => Classes), [1, 1, 1, 1, 1], new()));
    }

    private static ClassMatrix Fit(SparseRows rows, int[] labels, double[] weights, SoftmaxRegressionSettings settings) =>
        SoftmaxRegression.Fit(rows, labels, Classes, weights, settings, null, TestContext.Current.CancellationToken);

    private static (SparseRows Rows, int[] Labels) Random(int count, int features, int seed)
    {
        var random = new Random(seed);
        var starts = new int[count + 1];
        var columns = new List<int>();
        var values = new List<float>();
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = random.Next(Classes);
            for (var j = 0; j < features; j++)
            {
                if (random.Next(4) != 0 && j % Classes != labels[i]) continue;
                columns.Add(j);
                values.Add(random.NextSingle() * 0.4f);
            }

            starts[i + 1] = columns.Count;
        }

        return (new SparseRows(starts, [.. columns], [.. values], features), labels);
    }

    private static SparseRows Twice(SparseRows rows) => new(
        [.. rows.Starts, .. rows.Starts[1..].Select(start => start + rows.Columns.Length)],
        [.. rows.Columns, .. rows.Columns],
        [.. rows.Values, .. rows.Values],
        rows.ColumnCount);

    private static double Objective(SparseRows rows, int[] labels, ClassMatrix matrix, double[] weights, double cost)
    {
        var sum = 0.5 * matrix.Weights.Sum(weight => (double)weight * weight);
        for (var i = 0; i < rows.Count; i++) sum -= cost * weights[labels[i]] * Math.Log(Shares(rows, i, matrix)[labels[i]]);
        return sum;
    }

    private static double[] Gradient(SparseRows rows, int[] labels, ClassMatrix matrix, double[] weights, double cost)
    {
        var gradient = new double[matrix.Features * Classes];
        for (var j = 0; j < matrix.Features; j++)
            for (var k = 0; k < Classes; k++)
                gradient[j * Classes + k] = matrix.Row(j)[k];
        for (var i = 0; i < rows.Count; i++)
        {
            var shares = Shares(rows, i, matrix);
            shares[labels[i]] -= 1;
            for (var at = rows.Starts[i]; at < rows.Starts[i + 1]; at++)
                for (var k = 0; k < Classes; k++)
                    gradient[rows.Columns[at] * Classes + k] += cost * weights[labels[i]] * rows.Values[at] * shares[k];
        }

        return gradient;
    }

    private static double[] Shares(SparseRows rows, int row, ClassMatrix matrix)
    {
        var scores = new double[Classes];
        for (var at = rows.Starts[row]; at < rows.Starts[row + 1]; at++)
            for (var k = 0; k < Classes; k++)
                scores[k] += (double)rows.Values[at] * matrix.Row(rows.Columns[at])[k];
        var top = scores.Max();
        var sum = scores.Sum(score => Math.Exp(score - top));
        return Array.ConvertAll(scores, score => Math.Exp(score - top) / sum);
    }
}
