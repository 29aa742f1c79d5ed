using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Text;

/// <summary>Weights as they were fitted.</summary>
internal sealed class FloatWeights(ClassMatrix matrix, int features) : ClassScorer
{
    /// <summary>The weights of the features alone, without what was fitted behind them.</summary>
    public ReadOnlySpan<float> Weights => matrix.Weights.AsSpan(0, features * matrix.Stride);

    public override void Score(TextScratch scratch, int count) =>
        matrix.Multiply(scratch.Features.AsSpan(0, count), scratch.Values.AsSpan(0, count), scratch.Scores.AsSpan(0, matrix.Stride));

    public override float Weight(int feature, int label) => matrix.Row(feature)[label];
}
