namespace HybridAi.Learning.Linear;

/// <summary>Linear regression on sparse rows: minimises Σ (y_i − w·x_i)² + Σ penalty_j · w_j² by conjugate gradients.</summary>
/// <remarks>
/// Hoerl and Kennard 1970 for the penalty; Hestenes and Stiefel 1952 for the solver, here on the normal equations with their diagonal as
/// preconditioner. Nothing of columns × columns is ever held. Drawback: columns that nearly repeat each other cost more steps.
/// </remarks>
public static class RidgeRegression
{
    private const int MaximumSteps = 300;
    private const double Enough = 1e-10;

    /// <summary>Fits one weight a column.</summary>
    /// <param name="rows">The rows; add a constant column for an intercept.</param>
    /// <param name="targets">One number a row.</param>
    /// <param name="penalties">One a column, at least 0; 0 leaves a column free, as an intercept should be.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static double[] Fit(SparseRows rows, ReadOnlySpan<double> targets, ReadOnlySpan<double> penalties)
    {
        if (targets.Length != rows.Count) throw new ArgumentException($"{rows.Count} rows but {targets.Length} targets.");
        if (penalties.Length != rows.ColumnCount) throw new ArgumentException($"{rows.ColumnCount} columns but {penalties.Length} penalties.");
        var diagonal = penalties.ToArray();
        var residual = new double[rows.ColumnCount];
        for (var row = 0; row < rows.Count; row++)
        {
            var columns = rows.ColumnsOf(row);
            var values = rows.ValuesOf(row);
            for (var j = 0; j < columns.Length; j++)
            {
                diagonal[columns[j]] += (double)values[j] * values[j];
                residual[columns[j]] += values[j] * targets[row];
            }
        }

        for (var j = 0; j < diagonal.Length; j++) diagonal[j] = diagonal[j] > 0 ? 1 / diagonal[j] : 0;
        return Solve(rows, penalties, diagonal, residual);
    }

    private static double[] Solve(SparseRows rows, ReadOnlySpan<double> penalties, double[] inverseDiagonal, double[] residual)
    {
        var weights = new double[residual.Length];
        var direction = new double[residual.Length];
        var image = new double[residual.Length];
        double before = 0, first = 0;
        for (var step = 0; step < MaximumSteps; step++)
        {
            var slope = 0.0;
            for (var j = 0; j < residual.Length; j++) slope += residual[j] * residual[j] * inverseDiagonal[j];
            if (step == 0) first = slope;
            if (!(slope > first * Enough)) break;
            var keep = before == 0 ? 0 : slope / before;
            for (var j = 0; j < direction.Length; j++) direction[j] = residual[j] * inverseDiagonal[j] + keep * direction[j];
            var length = slope / Apply(rows, penalties, direction, image);
            for (var j = 0; j < weights.Length; j++)
            {
                weights[j] += length * direction[j];
                residual[j] -= length * image[j];
            }

            before = slope;
        }

        return weights;
    }

    /// <summary>(XᵀX + penalties) · direction into the image; returns direction · image.</summary>
    private static double Apply(SparseRows rows, ReadOnlySpan<double> penalties, double[] direction, double[] image)
    {
        for (var j = 0; j < image.Length; j++) image[j] = penalties[j] * direction[j];
        for (var row = 0; row < rows.Count; row++)
        {
            var columns = rows.ColumnsOf(row);
            var values = rows.ValuesOf(row);
            var dot = 0.0;
            for (var j = 0; j < columns.Length; j++) dot += values[j] * direction[columns[j]];
            for (var j = 0; j < columns.Length; j++) image[columns[j]] += values[j] * dot;
        }

        var sum = 0.0;
        for (var j = 0; j < image.Length; j++) sum += direction[j] * image[j];
        return sum;
    }
}
