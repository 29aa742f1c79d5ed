using HybridAi.Learning.Calibration;
using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Text;

/// <summary>
/// Trains a <see cref="TextClassifier"/>: one fit on all texts, and beside it fits that hold texts out to find the temperature.
/// </summary>
/// <remarks>
/// Fits run side by side and each is sequential, so the result is the same to the bit for any number of threads. Drawback: a set
/// that is large enough to need one calibration fit only keeps two cores busy.
/// </remarks>
public static class TextClassifierTrainer
{
    /// <summary>Trains on texts with one label each.</summary>
    /// <param name="texts">The texts; may be empty strings, but not null.</param>
    /// <param name="labels">Index into <paramref name="labelNames"/> for each text.</param>
    /// <param name="labelNames">Distinct names; a name without a text is allowed and will hardly ever be predicted.</param>
    /// <param name="settings">Features, cost, calibration.</param>
    /// <param name="progress">Told after every pass; may be called from several threads, one at a time.</param>
    /// <param name="ct">Checked once per pass.</param>
    /// <exception cref="ArgumentException">
    /// No texts, lengths differ, a label is out of range, label names repeat, fewer than two labels have texts, or a setting is
    /// out of range.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static TextClassifier Train(
        IReadOnlyList<string> texts,
        IReadOnlyList<int> labels,
        IReadOnlyList<string> labelNames,
        TextClassifierSettings settings,
        IProgress<TrainingProgress>? progress,
        CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        LabelledTexts.Check(texts, labels, labelNames);

        var gold = labels.ToArray();
        var held = HeldOut.Plan(gold, labelNames.Count, settings.CalibrationShare, settings.Seed);
        var meter = new ProgressMeter(progress, (held.Count + 1) * settings.MaximumEpochs);
        Fit? whole = null;
        var scores = new float[held.Count][];
        var options = new ParallelOptions { CancellationToken = ct };
        if (settings.Threads > 0) options.MaxDegreeOfParallelism = settings.Threads;
        Parallel.For(0, held.Count + 1, options, job =>
        {
            var chosen = job == 0 ? Enumerable.Range(0, gold.Length).ToArray() : Rest(gold.Length, held[job - 1]);
            var fit = FitOn(texts, gold, chosen, labelNames, settings, meter, ct);
            if (job == 0) whole = fit;
            else scores[job - 1] = ScoresOf(fit, texts, held[job - 1], labelNames);
        });

        var heldLabels = held.SelectMany(part => part).Select(row => gold[row]).ToArray();
        var temperature = (float)TemperatureScaling.Fit(scores.SelectMany(part => part).ToArray(), heldLabels, labelNames.Count);
        meter.Finish();
        return whole!.ToModel(labelNames, temperature);
    }

    private static Fit FitOn(
        IReadOnlyList<string> texts, int[] gold, int[] chosen, IReadOnlyList<string> labelNames,
        TextClassifierSettings settings, ProgressMeter meter, CancellationToken ct)
    {
        var vectorizer = VocabularyBuilder.Build(texts, chosen, settings);
        var rows = vectorizer.Vectorise(texts, chosen);
        var labels = Array.ConvertAll(chosen, row => gold[row]);
        var weights = ClassWeights.Of(settings.ClassWeighting, labels, labelNames.Count);
        var regression = new SoftmaxRegressionSettings(settings.Cost, settings.MaximumEpochs, settings.Tolerance, settings.Seed);
        var matrix = SoftmaxRegression.Fit(rows, labels, labelNames.Count, weights, regression, _ => meter.Advance(), ct);
        var bias = matrix.Row(vectorizer.FeatureCount)[..labelNames.Count].ToArray();
        ClassScorer scorer = settings.Quantise
            ? ByteWeights.From(matrix, vectorizer.FeatureCount)
            : new FloatWeights(matrix, vectorizer.FeatureCount);
        return new Fit(vectorizer, scorer, bias);
    }

    private static float[] ScoresOf(Fit fit, IReadOnlyList<string> texts, int[] held, IReadOnlyList<string> labelNames)
    {
        var model = fit.ToModel(labelNames, 1);
        var scores = new float[held.Length * labelNames.Count];
        for (var i = 0; i < held.Length; i++)
            model.Scores(texts[held[i]]).CopyTo(scores.AsSpan(i * labelNames.Count));
        return scores;
    }

    private static int[] Rest(int count, int[] held)
    {
        var without = new HashSet<int>(held);
        return [.. Enumerable.Range(0, count).Where(row => !without.Contains(row))];
    }

    private sealed record Fit(TextVectorizer Vectorizer, ClassScorer Scorer, float[] Bias)
    {
        public TextClassifier ToModel(IReadOnlyList<string> labelNames, float temperature) =>
            new([.. labelNames], Vectorizer, Scorer, Bias, temperature);
    }
}
