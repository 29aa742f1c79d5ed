using HybridAi.Learning.Calibration;
using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Text;

/// <summary>
/// A trained text classifier: n-gram features, softmax regression, temperature. Immutable and safe to share among threads;
/// predictions allocate nothing once a thread's working memory has grown to the model.
/// </summary>
public sealed class TextClassifier : ITextModel
{
    private readonly float[] _bias;
    private readonly int _padded;

    internal TextClassifier(string[] labels, TextVectorizer vectorizer, ClassScorer scorer, float[] bias, float temperature)
    {
        Labels = labels;
        Vectorizer = vectorizer;
        Scorer = scorer;
        _bias = bias;
        Temperature = temperature;
        _padded = ClassMatrix.Padded(labels.Length);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Number of n-grams that carry weights.</summary>
    public int FeatureCount => Vectorizer.FeatureCount;

    /// <summary>What scores are divided by before the softmax.</summary>
    public float Temperature { get; }

    internal TextVectorizer Vectorizer { get; }

    internal ClassScorer Scorer { get; }

    internal ReadOnlySpan<float> Bias => _bias;

    /// <summary>Reads a model that <see cref="Save"/> wrote.</summary>
    /// <param name="source">Read from its position to the end of the model.</param>
    /// <exception cref="InvalidDataException">
    /// Not a text model, of another version, truncated, changed, or its probe texts no longer get the probabilities that were
    /// stored with it; the message says which.
    /// </exception>
    public static TextClassifier Load(Stream source) => TextModelFile.Read(source);

    /// <summary>Writes the model with a checksum and a parity probe.</summary>
    /// <param name="target">Written at its position; left open.</param>
    public void Save(Stream target) => TextModelFile.Write(this, target);

    /// <inheritdoc/>
    public int Predict(ReadOnlySpan<char> text, Span<float> probabilities)
    {
        if (probabilities.Length < Labels.Count)
            throw new ArgumentException($"{Labels.Count} labels do not fit {probabilities.Length} probabilities.", nameof(probabilities));

        var target = probabilities[..Labels.Count];
        Scores(text).CopyTo(target);
        return Softmax.InPlace(target, Temperature);
    }

    /// <summary>Labels one text.</summary>
    public TextPrediction Predict(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var probabilities = Scores(text);
        var best = Softmax.InPlace(probabilities, Temperature);
        var second = 0f;
        for (var k = 0; k < probabilities.Length; k++)
            if (k != best)
                second = MathF.Max(second, probabilities[k]);
        return new TextPrediction(Labels[best], best, probabilities[best], probabilities[best] - second);
    }

    /// <summary>
    /// Share of the text's n-grams, repeats included, that the model knows from training; 0 for a text without any. A low value
    /// says that the text is unlike all training texts, whatever the probabilities say.
    /// </summary>
    public double Familiarity(ReadOnlySpan<char> text)
    {
        var sink = new FamiliaritySink(Vectorizer.Table);
        Vectorizer.Scanner.Scan(text, ref sink);
        return sink.All == 0 ? 0 : (double)sink.Known / sink.All;
    }

    /// <summary>The n-grams of the text that move the score of a label most, the strongest first, for or against.</summary>
    /// <param name="text">The text to explain.</param>
    /// <param name="label">Index of the label.</param>
    /// <param name="top">Most terms to return.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label is not one of <see cref="Labels"/>, or a count is negative.</exception>
    public IReadOnlyList<TermWeight> Explain(string text, int label, int top)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, Labels.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        return TextExplanation.Of(this, text, label, top);
    }

    /// <summary>Scores before temperature, one per label, in memory of the thread that the next text overwrites.</summary>
    internal Span<float> Scores(ReadOnlySpan<char> text)
    {
        var scratch = TextScratch.For(FeatureCount, _padded);
        Scorer.Score(scratch, Vectorizer.Vectorise(text, scratch));
        var scores = scratch.Scores.AsSpan(0, _bias.Length);
        for (var k = 0; k < scores.Length; k++) scores[k] += _bias[k];
        return scores;
    }

    private struct FamiliaritySink(FeatureTable table) : INGramSink
    {
        public int All;
        public int Known;

        public void Add(uint hash, NGramKind kind, int start, int end)
        {
            All++;
            if (table.Find(hash) != table.Unknown) Known++;
        }
    }
}
