using MathNet.Numerics.LinearAlgebra;

namespace HybridAi.Learning.Linear;

/// <summary>
/// Logistic regression that begins at weights that are stated beforehand and leaves them as far as the rows ask for: the maximum a posteriori
/// under normal priors around them. Without rows it is the stated weights.
/// </summary>
/// <remarks>Newton's method with halved steps, as in Lin, Lin and Weng 2007, for a penalty of (w − prior)² / (2 · spread²).</remarks>
public static class ShrunkLogisticRegression
{
    private const int MaximumSteps = 50;
    private const double Enough = 1e-9;

    /// <summary>Fits one weight a column and, last, an intercept.</summary>
    /// <param name="columns">The columns, each as long as <paramref name="outcomes"/>.</param>
    /// <param name="outcomes">What is to be foretold.</param>
    /// <param name="prior">The stated weights, the intercept last: one more than columns.</param>
    /// <param name="spread">Standard deviation of each weight around its prior, in the order of <paramref name="prior"/>; above 0.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static double[] Fit(IReadOnlyList<double[]> columns, bool[] outcomes, double[] prior, double[] spread)
    {
        if (prior.Length != columns.Count + 1 || spread.Length != prior.Length || columns.Any(column => column.Length != outcomes.Length))
            throw new ArgumentException("The columns, outcomes and priors do not fit each other.");
        var rows = RowsOf(columns, outcomes.Length);
        var weights = prior.ToArray();
        var loss = Loss(rows, outcomes, weights, prior, spread);
        for (var step = 0; step < MaximumSteps && outcomes.Length > 0; step++)
        {
            var move = Move(rows, outcomes, weights, prior, spread);
            var (length, next, nextLoss) = (1.0, weights, double.PositiveInfinity);
            for (; length > 1e-8 && !(nextLoss < loss); length /= 2)
            {
                next = [.. weights.Zip(move, (weight, by) => weight - length * by)];
                nextLoss = Loss(rows, outcomes, next, prior, spread);
            }

            if (!(nextLoss < loss - Enough)) break;
            (weights, loss) = (next, nextLoss);
        }

        return weights;
    }

    // Row by row in one array, the intercept's 1 last: every pass reads it from front to back.
    private static double[] RowsOf(IReadOnlyList<double[]> columns, int count)
    {
        var width = columns.Count + 1;
        var rows = new double[count * width];
        for (var row = 0; row < count; row++)
        {
            for (var j = 0; j < columns.Count; j++) rows[row * width + j] = columns[j][row];
            rows[row * width + columns.Count] = 1;
        }

        return rows;
    }

    private static double[] Move(double[] rows, bool[] outcomes, double[] weights, double[] prior, double[] spread)
    {
        var width = weights.Length;
        var gradient = new double[width];
        var curvature = new double[width * width];
        for (var j = 0; j < width; j++)
        {
            gradient[j] = (weights[j] - prior[j]) / (spread[j] * spread[j]);
            curvature[j * width + j] = 1 / (spread[j] * spread[j]);
        }

        for (var row = 0; row < outcomes.Length; row++)
        {
            var values = rows.AsSpan(row * width, width);
            var chance = Sigmoid(Dot(values, weights));
            var (residual, weight) = (chance - (outcomes[row] ? 1 : 0), chance * (1 - chance));
            for (var i = 0; i < width; i++)
            {
                gradient[i] += residual * values[i];
                for (var j = 0; j < width; j++) curvature[i * width + j] += weight * values[i] * values[j];
            }
        }

        return Matrix<double>.Build.DenseOfColumnMajor(width, width, curvature).Cholesky().Solve(Vector<double>.Build.Dense(gradient)).ToArray();
    }

    private static double Loss(double[] rows, bool[] outcomes, double[] weights, double[] prior, double[] spread)
    {
        var loss = 0.0;
        for (var j = 0; j < weights.Length; j++) loss += (weights[j] - prior[j]) * (weights[j] - prior[j]) / (2 * spread[j] * spread[j]);
        for (var row = 0; row < outcomes.Length; row++)
        {
            var z = Dot(rows.AsSpan(row * weights.Length, weights.Length), weights);
            loss += Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - (outcomes[row] ? z : 0);
        }

        return loss;
    }

    private static double Dot(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        for (var j = 0; j < values.Length; j++) sum += values[j] * weights[j];
        return sum;
    }

    private static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));
}
