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
        var rows = Matrix<double>.Build.Dense(outcomes.Length, prior.Length, (row, j) => j < columns.Count ? columns[j][row] : 1);
        var targets = Vector<double>.Build.Dense(outcomes.Length, row => outcomes[row] ? 1 : 0);
        var centre = Vector<double>.Build.DenseOfArray(prior);
        var penalty = Vector<double>.Build.Dense(prior.Length, j => 1 / (spread[j] * spread[j]));
        var weights = centre.Clone();
        var loss = Loss(rows, targets, weights, centre, penalty);
        for (var step = 0; step < MaximumSteps && outcomes.Length > 0; step++)
        {
            var chances = (rows * weights).Map(Sigmoid);
            var gradient = rows.TransposeThisAndMultiply(chances - targets) + penalty.PointwiseMultiply(weights - centre);
            var curvature = rows.TransposeThisAndMultiply(Matrix<double>.Build.Dense(
                rows.RowCount, rows.ColumnCount, (row, j) => rows[row, j] * chances[row] * (1 - chances[row]))) + Matrix<double>.Build.DiagonalOfDiagonalVector(penalty);
            var move = curvature.Cholesky().Solve(gradient);
            var (length, next, nextLoss) = (1.0, weights, double.PositiveInfinity);
            for (; length > 1e-8 && !(nextLoss < loss); length /= 2)
            {
                next = weights - length * move;
                nextLoss = Loss(rows, targets, next, centre, penalty);
            }

            if (!(nextLoss < loss - Enough)) break;
            (weights, loss) = (next, nextLoss);
        }

        return weights.ToArray();
    }

    private static double Loss(Matrix<double> rows, Vector<double> targets, Vector<double> weights, Vector<double> centre, Vector<double> penalty)
    {
        var scores = rows * weights;
        var gap = weights - centre;
        return scores.Map(z => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)))).Sum() - targets.DotProduct(scores)
            + penalty.DotProduct(gap.PointwiseMultiply(gap)) / 2;
    }

    private static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));
}
