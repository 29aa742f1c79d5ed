namespace HybridAi.Learning.Text;

/// <summary>The weights of a served model: scores a sparse text vector for every class.</summary>
internal abstract class ClassScorer
{
    public abstract int Features { get; }

    public abstract int Classes { get; }

    /// <summary>Writes Σ values[j] · W[features[j], k] for each class k; <paramref name="scores"/> has the padded length.</summary>
    public abstract void Score(ReadOnlySpan<int> features, ReadOnlySpan<float> values, Span<float> scores);

    /// <summary>One weight.</summary>
    public abstract float Weight(int feature, int label);
}
