namespace HybridAi.Learning.Text;

/// <summary>The weights of a served model: scores a sparse text vector for every class.</summary>
internal abstract class ClassScorer
{
    public abstract int Features { get; }

    public abstract int Classes { get; }

    /// <summary>
    /// Writes Σ value[j] · W[feature[j], k] for each class k into the scores of the scratch, from its first
    /// <paramref name="count"/> features and values.
    /// </summary>
    public abstract void Score(TextScratch scratch, int count);

    /// <summary>One weight.</summary>
    public abstract float Weight(int feature, int label);
}
