using HybridAi.Learning.Calibration;
using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Text.Baselines;

/// <summary>
/// Naive Bayes on word counts with Laplace smoothing: trained in one pass, hard to beat with few texts, and badly calibrated on
/// long ones because it takes every word for independent evidence.
/// </summary>
/// <remarks>McCallum and Nigam 1998, "A comparison of event models for naive Bayes text classification", section 3.2.</remarks>
public sealed class MultinomialNaiveBayes : ITextModel
{
    private static readonly NGramScanner Words = new(1, 1, 0, 0);

    private readonly FeatureTable _table;
    private readonly ClassMatrix _logLikelihoods;
    private readonly float[] _logPriors;

    private MultinomialNaiveBayes(string[] labels, FeatureTable table, ClassMatrix logLikelihoods, float[] logPriors)
    {
        Labels = labels;
        _table = table;
        _logLikelihoods = logLikelihoods;
        _logPriors = logPriors;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Counts words by label.</summary>
    /// <param name="texts">The texts, none null.</param>
    /// <param name="labels">Index into <paramref name="labelNames"/> for each text.</param>
    /// <param name="labelNames">Distinct names.</param>
    /// <param name="smoothing">Added to every count of a word in a label; above 0, 1 is Laplace's rule.</param>
    /// <exception cref="ArgumentException">As <see cref="TextClassifierTrainer.Train"/>; or the smoothing is not above 0.</exception>
    public static MultinomialNaiveBayes Train(
        IReadOnlyList<string> texts, IReadOnlyList<int> labels, IReadOnlyList<string> labelNames, double smoothing = 1)
    {
        LabelledTexts.Check(texts, labels, labelNames);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(smoothing);

        var counter = new DocumentCounter();
        var collect = new VocabularySink(counter);
        foreach (var text in texts)
        {
            counter.NextDocument();
            Words.Scan(text, ref collect);
        }

        var table = new FeatureTable([.. counter.Entries().Select(entry => entry.Hash).Order()]);
        var features = table.Hashes.Length;
        var counts = new ClassMatrix(features, labelNames.Count);
        var sums = new double[labelNames.Count];
        var priors = new float[labelNames.Count];
        var scratch = TextScratch.For(features, 0);
        for (var i = 0; i < texts.Count; i++)
        {
            priors[labels[i]]++;
            var distinct = Count(table, texts[i], scratch);
            for (var j = 0; j < distinct; j++)
            {
                counts.Row(scratch.Features[j])[labels[i]] += scratch.Values[j];
                sums[labels[i]] += scratch.Values[j];
            }
        }

        for (var feature = 0; feature < features; feature++)
        {
            var row = counts.Row(feature);
            for (var k = 0; k < sums.Length; k++) row[k] = (float)Math.Log((row[k] + smoothing) / (sums[k] + smoothing * features));
        }

        for (var k = 0; k < priors.Length; k++) priors[k] = MathF.Log((priors[k] + 1) / (texts.Count + priors.Length));
        return new MultinomialNaiveBayes([.. labelNames], table, counts, priors);
    }

    /// <inheritdoc/>
    public int Predict(ReadOnlySpan<char> text, Span<float> probabilities)
    {
        if (probabilities.Length < _logPriors.Length)
            throw new ArgumentException($"{Labels.Count} labels do not fit {probabilities.Length} probabilities.", nameof(probabilities));

        var scratch = TextScratch.For(_table.Hashes.Length, _logLikelihoods.Stride);
        var distinct = Count(_table, text, scratch);
        var scores = scratch.Scores.AsSpan(0, _logLikelihoods.Stride);
        _logLikelihoods.Multiply(scratch.Features.AsSpan(0, distinct), scratch.Values.AsSpan(0, distinct), scores);
        for (var k = 0; k < _logPriors.Length; k++) probabilities[k] = scores[k] + _logPriors[k];
        return Softmax.InPlace(probabilities[.._logPriors.Length], 1);
    }

    private static int Count(FeatureTable table, ReadOnlySpan<char> text, TextScratch scratch)
    {
        var sink = new FeatureCountSink(table, scratch);
        Words.Scan(text, ref sink);
        var distinct = sink.Finish();
        for (var j = 0; j < distinct; j++)
        {
            ref var count = ref scratch.Counts[scratch.Features[j]];
            scratch.Values[j] = count;
            count = 0;
        }

        return distinct;
    }
}
