namespace HybridAi.Learning.Tabular.Boosting;

/// <summary>What boosting makes small. A family: labels, numbers and the scale of errors.</summary>
/// <remarks>Gradient and curvature by row after Friedman 2001, "Greedy function approximation", and Chen and Guestrin 2016, section 2.2.</remarks>
internal abstract class BoostingLoss
{
    private const double Least = 1e-6;

    /// <summary>Scores a row.</summary>
    public abstract int Outputs { get; }

    /// <summary>The best scores that are the same for all these rows.</summary>
    public abstract float[] Start(ReadOnlySpan<int> rows);

    /// <summary>Gradient and curvature by output of one row.</summary>
    public abstract void Slope(int row, ReadOnlySpan<float> scores, Span<float> gradient, Span<float> curvature);

    /// <summary>The loss of one row.</summary>
    public abstract double Of(int row, ReadOnlySpan<float> scores);

    /// <summary>The loss that fits a target.</summary>
    public static BoostingLoss For(TableTarget target) => target.Classes switch
    {
        0 => new Squared(target.Values),
        2 => new Logistic(target.Values),
        _ => new Multinomial(target.Labels(), target.Classes),
    };

    /// <summary>Sizes of errors, told by the logarithm of their mean: minus log likelihood of a Laplace distribution.</summary>
    public static BoostingLoss Scale(double[] sizes) => new LaplaceScale(sizes);

    private sealed class Squared(double[] targets) : BoostingLoss
    {
        public override int Outputs => 1;

        public override float[] Start(ReadOnlySpan<int> rows) => [(float)Mean(targets, rows)];

        public override void Slope(int row, ReadOnlySpan<float> scores, Span<float> gradient, Span<float> curvature)
        {
            gradient[0] = (float)(scores[0] - targets[row]);
            curvature[0] = 1;
        }

        public override double Of(int row, ReadOnlySpan<float> scores) => (scores[0] - targets[row]) * (scores[0] - targets[row]);
    }

    private sealed class Logistic(double[] labels) : BoostingLoss
    {
        public override int Outputs => 1;

        public override float[] Start(ReadOnlySpan<int> rows)
        {
            var share = (Mean(labels, rows) * rows.Length + 0.5) / (rows.Length + 1);
            return [(float)Math.Log(share / (1 - share))];
        }

        public override void Slope(int row, ReadOnlySpan<float> scores, Span<float> gradient, Span<float> curvature)
        {
            var chance = 1 / (1 + Math.Exp(-scores[0]));
            gradient[0] = (float)(chance - labels[row]);
            curvature[0] = (float)Math.Max(chance * (1 - chance), Least);
        }

        public override double Of(int row, ReadOnlySpan<float> scores)
        {
            var against = labels[row] > 0 ? -scores[0] : scores[0];
            return Math.Max(against, 0) + Math.Log(1 + Math.Exp(-Math.Abs(against)));
        }
    }

    private sealed class Multinomial(int[] labels, int classes) : BoostingLoss
    {
        public override int Outputs => classes;

        public override float[] Start(ReadOnlySpan<int> rows)
        {
            var counts = new double[classes];
            foreach (var row in rows) counts[labels[row]]++;
            var total = rows.Length;
            return Array.ConvertAll(counts, count => (float)Math.Log((count + 0.5) / (total + 0.5 * classes)));
        }

        public override void Slope(int row, ReadOnlySpan<float> scores, Span<float> gradient, Span<float> curvature)
        {
            var (top, sum) = Sum(scores);
            for (var k = 0; k < classes; k++)
            {
                var chance = Math.Exp(scores[k] - top) / sum;
                gradient[k] = (float)(chance - (labels[row] == k ? 1 : 0));
                // The outputs move together; the factor stands for what a diagonal leaves out.
                curvature[k] = (float)Math.Max(chance * (1 - chance) * classes / (classes - 1), Least);
            }
        }

        public override double Of(int row, ReadOnlySpan<float> scores)
        {
            var (top, sum) = Sum(scores);
            return top + Math.Log(sum) - scores[labels[row]];
        }

        private static (double Top, double Sum) Sum(ReadOnlySpan<float> scores)
        {
            double top = float.NegativeInfinity, sum = 0;
            foreach (var score in scores) top = Math.Max(top, score);
            foreach (var score in scores) sum += Math.Exp(score - top);
            return (top, sum);
        }
    }

    private sealed class LaplaceScale(double[] sizes) : BoostingLoss
    {
        public override int Outputs => 1;

        public override float[] Start(ReadOnlySpan<int> rows) => [(float)Math.Log(Math.Max(Mean(sizes, rows), double.Epsilon))];

        public override void Slope(int row, ReadOnlySpan<float> scores, Span<float> gradient, Span<float> curvature)
        {
            var ratio = sizes[row] * Math.Exp(-scores[0]);
            gradient[0] = (float)(1 - ratio);
            curvature[0] = (float)Math.Max(ratio, Least);
        }

        public override double Of(int row, ReadOnlySpan<float> scores) => scores[0] + sizes[row] * Math.Exp(-scores[0]);
    }

    private static double Mean(double[] values, ReadOnlySpan<int> rows)
    {
        var sum = 0.0;
        foreach (var row in rows) sum += values[row];
        return sum / rows.Length;
    }
}
