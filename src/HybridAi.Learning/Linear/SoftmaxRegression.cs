namespace HybridAi.Learning.Linear;

/// <summary>How a <see cref="SoftmaxRegression"/> is fitted.</summary>
/// <param name="Cost">C: what one row's loss weighs against half the squared weights; above 0.</param>
/// <param name="MaximumEpochs">Most passes over the rows.</param>
/// <param name="Tolerance">Stops when a pass moves on average less than this share of a row's dual weight.</param>
/// <param name="Seed">Seeds the order of the rows.</param>
public sealed record SoftmaxRegressionSettings(double Cost = 60, int MaximumEpochs = 25, double Tolerance = 1e-3, int Seed = 1);

/// <summary>
/// Multinomial logistic regression: minimises ½‖W‖² + Σ C_i · (−ln softmax(W·x_i)[y_i]) by dual coordinate ascent, one row's
/// whole simplex of dual variables at a time.
/// </summary>
/// <remarks>
/// Yu, Huang and Lin 2011, "Dual coordinate descent methods for logistic regression and maximum entropy models", Machine
/// Learning 85, section 4; Shalev-Shwartz and Zhang 2013, "Stochastic dual coordinate ascent", JMLR 14. No step size is needed
/// and about ten passes suffice. Memory: one float per row and class for the duals beside the weights.
/// </remarks>
public static class SoftmaxRegression
{
    /// <summary>Fits weights of shape columns × classes. The same input gives the same bits.</summary>
    /// <param name="rows">The training rows; add a constant column for an intercept, which is then regularised as well.</param>
    /// <param name="labels">Class of each row.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="classWeights">Factor on C by class.</param>
    /// <param name="settings">Cost and when to stop.</param>
    /// <param name="onEpoch">Called after each pass with its number, from 1.</param>
    /// <param name="ct">Checked once per pass.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a label is out of range, or the duals do not fit one array.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ClassMatrix Fit(
        SparseRows rows,
        ReadOnlySpan<int> labels,
        int classes,
        ReadOnlySpan<double> classWeights,
        SoftmaxRegressionSettings settings,
        Action<int>? onEpoch = null,
        CancellationToken ct = default)
    {
        Check(rows, labels, classes, classWeights, settings);
        var matrix = new ClassMatrix(rows.ColumnCount, classes);
        var stride = matrix.Stride;
        var duals = new float[rows.Count * stride];
        var squaredLengths = new float[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var value in rows.ValuesOf(i)) squaredLengths[i] += value * value;
            duals[i * stride + labels[i]] = CostOf(labels[i], classWeights, settings);
        }

        var order = Enumerable.Range(0, rows.Count).ToArray();
        var random = new Random(settings.Seed);
        var scores = new float[stride];
        var step = new float[stride];
        for (var epoch = 1; epoch <= settings.MaximumEpochs; epoch++)
        {
            ct.ThrowIfCancellationRequested();
            random.Shuffle(order);
            var moved = 0.0;
            foreach (var i in order)
            {
                var cost = CostOf(labels[i], classWeights, settings);
                matrix.Multiply(rows.ColumnsOf(i), rows.ValuesOf(i), scores);
                scores.AsSpan(classes).Fill(SimplexStep.Padding);
                SimplexStep.Solve(scores, duals.AsSpan(i * stride, stride), squaredLengths[i], cost, step);
                moved += Move(duals.AsSpan(i * stride, stride), step, classes) / cost;
                matrix.AddOuter(rows.ColumnsOf(i), rows.ValuesOf(i), step);
            }

            onEpoch?.Invoke(epoch);
            if (moved < 2 * settings.Tolerance * rows.Count) break;
        }

        return matrix;
    }

    private static float CostOf(int label, ReadOnlySpan<double> classWeights, SoftmaxRegressionSettings settings) =>
        (float)(settings.Cost * classWeights[label]);

    /// <summary>Puts the solution into the duals, leaves the change of the scores in its place and returns the way moved.</summary>
    private static double Move(Span<float> duals, Span<float> solution, int classes)
    {
        var moved = 0f;
        for (var k = 0; k < duals.Length; k++)
        {
            var next = k < classes ? solution[k] : 0;
            solution[k] = duals[k] - next;
            duals[k] = next;
            moved += MathF.Abs(solution[k]);
        }

        return moved;
    }

    private static void Check(
        SparseRows rows, ReadOnlySpan<int> labels, int classes, ReadOnlySpan<double> classWeights, SoftmaxRegressionSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.Cost);
        if (labels.Length != rows.Count) throw new ArgumentException($"{rows.Count} rows but {labels.Length} labels.");
        if (classWeights.Length != classes) throw new ArgumentException($"{classes} classes but {classWeights.Length} class weights.");
        foreach (var label in labels)
            if ((uint)label >= (uint)classes)
                throw new ArgumentException($"Label {label} is not one of {classes} classes.");
        if ((long)rows.Count * ClassMatrix.Padded(classes) > Array.MaxLength)
            throw new ArgumentException($"{rows.Count} rows of {classes} classes are more than one fit can hold.");
    }
}
