using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Text;

/// <summary>Weights as they were fitted.</summary>
internal sealed class FloatWeights(ClassMatrix matrix, int features) : ClassScorer
{
    private ClassMatrix Matrix { get; } = matrix;

    public override int Features => features;

    public override int Classes => Matrix.Classes;

    /// <summary>The weights of the features alone, without what was fitted behind them.</summary>
    public ReadOnlySpan<float> Weights => Matrix.Weights.AsSpan(0, features * Matrix.Stride);

    public override void Score(TextScratch scratch, int count) =>
        Matrix.Multiply(scratch.Features.AsSpan(0, count), scratch.Values.AsSpan(0, count), scratch.Scores.AsSpan(0, Matrix.Stride));

    public override float Weight(int feature, int label) => Matrix.Row(feature)[label];
}
