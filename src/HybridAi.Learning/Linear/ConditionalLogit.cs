using MathNet.Numerics.LinearAlgebra;

namespace HybridAi.Learning.Linear;

/// <summary>
/// Chooses one of several candidates by a weighted sum of their scores: P(c) ∝ exp(offset_c + Σ_j w_j · score_jc). Weights leave their stated prior as far
/// as the choices ask for.
/// </summary>
/// <remarks>McFadden 1974, "Conditional logit analysis of qualitative choice behavior"; Newton's method with halved steps.</remarks>
public static class ConditionalLogit
{
    private const int MaximumSteps = 12;
    private const double Enough = 1e-6;

    /// <summary>Fits one weight a score.</summary>
    /// <param name="choices">The choices to learn from.</param>
    /// <param name="prior">The stated weight of each score.</param>
    /// <param name="spread">Standard deviation of every weight around its prior, above 0.</param>
    public static double[] Fit(IReadOnlyList<Choice> choices, double[] prior, double spread)
    {
        var weights = prior.ToArray();
        var (loss, gradient, curvature) = At(choices, weights, prior, spread);
        for (var step = 0; step < MaximumSteps && choices.Count > 0; step++)
        {
            var move = Matrix<double>.Build.DenseOfColumnMajor(weights.Length, weights.Length, curvature).Cholesky().Solve(Vector<double>.Build.Dense(gradient));
            var (length, next, at) = (1.0, weights, (Loss: double.PositiveInfinity, gradient, curvature));
            for (; length > 1e-4 && !(at.Loss < loss); length /= 2)
            {
                next = [.. weights.Select((weight, j) => weight - length * move[j])];
                at = At(choices, next, prior, spread);
            }

            if (!(at.Loss < loss - Enough)) break;
            (weights, loss, gradient, curvature) = (next, at.Loss, at.gradient, at.curvature);
        }

        return weights;
    }

    private static (double Loss, double[] Gradient, double[] Curvature) At(IReadOnlyList<Choice> choices, double[] weights, double[] prior, double spread)
    {
        var width = weights.Length;
        var (loss, gradient, curvature, precision) = (0.0, new double[width], new double[width * width], 1 / (spread * spread));
        for (var j = 0; j < width; j++)
        {
            loss += precision * (weights[j] - prior[j]) * (weights[j] - prior[j]) / 2;
            gradient[j] = precision * (weights[j] - prior[j]);
            curvature[j * width + j] = precision;
        }

        var mean = new double[width];
        var room = new double[choices.Count == 0 ? 0 : choices.Max(choice => choice.Offsets.Length)];
        foreach (var choice in choices)
        {
            var chances = room.AsSpan(0, choice.Offsets.Length);
            loss += Chances(choice, weights, chances);
            Array.Clear(mean);
            for (var c = 0; c < chances.Length; c++)
                for (var j = 0; j < width; j++)
                    mean[j] += chances[c] * choice.Scores[c * width + j];
            for (var j = 0; j < width; j++) gradient[j] += mean[j] - choice.Scores[choice.Chosen * width + j];
            for (var c = 0; c < chances.Length; c++)
                for (var j = 0; j < width; j++)
                    for (var k = 0; k < width; k++)
                        curvature[j * width + k] += chances[c] * (choice.Scores[c * width + j] - mean[j]) * (choice.Scores[c * width + k] - mean[k]);
        }

        return (loss, gradient, curvature);
    }

    // The loss of the choice: −ln of the chosen one's chance.
    private static double Chances(Choice choice, double[] weights, Span<double> chances)
    {
        var most = double.NegativeInfinity;
        for (var c = 0; c < chances.Length; c++)
        {
            chances[c] = choice.Offsets[c];
            for (var j = 0; j < weights.Length; j++) chances[c] += weights[j] * choice.Scores[c * weights.Length + j];
            most = Math.Max(most, chances[c]);
        }

        var sum = 0.0;
        for (var c = 0; c < chances.Length; c++) sum += chances[c] = Math.Exp(chances[c] - most);
        for (var c = 0; c < chances.Length; c++) chances[c] /= sum;
        return -Math.Log(Math.Max(chances[choice.Chosen], double.Epsilon));
    }

    /// <summary>One choice.</summary>
    /// <param name="Offsets">A fixed score of each candidate.</param>
    /// <param name="Scores">Candidates × weights.</param>
    /// <param name="Chosen">Index of the candidate that was chosen.</param>
    public readonly record struct Choice(double[] Offsets, double[] Scores, int Chosen);
}
