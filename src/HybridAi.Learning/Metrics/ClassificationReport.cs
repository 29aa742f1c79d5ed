namespace HybridAi.Learning.Metrics;

/// <summary>What a classifier got right on rows with known labels.</summary>
/// <param name="Accuracy">Share of all rows that are right; an abstention is not right.</param>
/// <param name="Coverage">Share of rows that were answered.</param>
/// <param name="AnsweredAccuracy">Share of answered rows that are right; null when none was answered.</param>
/// <param name="MacroF1">Mean F1 over the classes that have rows or predictions.</param>
/// <param name="LogLoss">Mean −ln of the probability of the gold label, clipped at 1e-15; null without probabilities.</param>
/// <param name="Ece">Expected calibration error of the largest probability in 15 bins; null without probabilities.</param>
/// <param name="Brier">Mean squared distance of probabilities and truth, from 0 to 2; null without probabilities.</param>
/// <param name="PerClass">One entry per label, in their order.</param>
/// <param name="Confusion">Rows by gold label, columns by prediction; the last column counts abstentions.</param>
public sealed record ClassificationReport(
    double Accuracy,
    double Coverage,
    double? AnsweredAccuracy,
    double MacroF1,
    double? LogLoss,
    double? Ece,
    double? Brier,
    IReadOnlyList<ClassMetrics> PerClass,
    IReadOnlyList<int[]> Confusion)
{
    /// <summary>A predicted index that says "no answer".</summary>
    public const int Abstained = -1;

    /// <summary>Compares predictions with gold labels.</summary>
    /// <param name="gold">Index into <paramref name="labels"/> for each row; at least one row.</param>
    /// <param name="predicted">Index into <paramref name="labels"/>, or <see cref="Abstained"/>.</param>
    /// <param name="probabilities">One probability per label for each row, or null.</param>
    /// <param name="labels">Names of the classes.</param>
    /// <exception cref="ArgumentException">No rows, lengths that differ, or an index out of range.</exception>
    public static ClassificationReport Compute(
        IReadOnlyList<int> gold, IReadOnlyList<int> predicted, IReadOnlyList<float[]>? probabilities, IReadOnlyList<string> labels)
    {
        Check(gold, predicted, probabilities, labels);
        var confusion = new int[labels.Count][];
        for (var k = 0; k < confusion.Length; k++) confusion[k] = new int[labels.Count + 1];
        for (var i = 0; i < gold.Count; i++) confusion[gold[i]][predicted[i] == Abstained ? labels.Count : predicted[i]]++;

        var perClass = labels.Select((label, k) =>
            ClassMetrics.Of(label, confusion[k][k], confusion[k].Sum(), confusion.Sum(row => row[k]))).ToArray();
        var right = labels.Select((_, k) => confusion[k][k]).Sum();
        var answered = gold.Count - confusion.Sum(row => row[labels.Count]);
        return new ClassificationReport(
            (double)right / gold.Count,
            (double)answered / gold.Count,
            answered == 0 ? null : (double)right / answered,
            perClass.Where(metrics => metrics.F1 is not null).Average(metrics => metrics.F1!.Value),
            probabilities is null ? null : LogLossOf(gold, probabilities),
            probabilities is null ? null : EceOf(gold, probabilities),
            probabilities is null ? null : BrierOf(gold, probabilities),
            perClass,
            confusion);
    }

    private static double LogLossOf(IReadOnlyList<int> gold, IReadOnlyList<float[]> probabilities)
    {
        var sum = 0.0;
        for (var i = 0; i < gold.Count; i++) sum -= Math.Log(Math.Clamp(probabilities[i][gold[i]], 1e-15, 1));
        return sum / gold.Count;
    }

    private static double EceOf(IReadOnlyList<int> gold, IReadOnlyList<float[]> probabilities)
    {
        var confidences = new double[gold.Count];
        var correct = new bool[gold.Count];
        for (var i = 0; i < gold.Count; i++)
        {
            var best = Array.IndexOf(probabilities[i], probabilities[i].Max());
            confidences[i] = probabilities[i][best];
            correct[i] = best == gold[i];
        }

        return ReliabilityCurve.Of(confidences, correct).Ece;
    }

    private static double BrierOf(IReadOnlyList<int> gold, IReadOnlyList<float[]> probabilities)
    {
        var sum = 0.0;
        for (var i = 0; i < gold.Count; i++)
            for (var k = 0; k < probabilities[i].Length; k++)
                sum += Math.Pow(probabilities[i][k] - (k == gold[i] ? 1 : 0), 2);
        return sum / gold.Count;
    }

    private static void Check(
        IReadOnlyList<int> gold, IReadOnlyList<int> predicted, IReadOnlyList<float[]>? probabilities, IReadOnlyList<string> labels)
    {
        if (gold.Count == 0) throw new ArgumentException("There are no rows to report on.", nameof(gold));
        if (predicted.Count != gold.Count)
            throw new ArgumentException($"{gold.Count} gold labels but {predicted.Count} predictions.", nameof(predicted));
        if (probabilities is not null && probabilities.Count != gold.Count)
            throw new ArgumentException($"{gold.Count} gold labels but {probabilities.Count} probabilities.", nameof(probabilities));
        for (var i = 0; i < gold.Count; i++)
        {
            if (gold[i] < 0 || gold[i] >= labels.Count)
                throw new ArgumentException($"Gold label {gold[i]} of row {i} is out of range.", nameof(gold));
            if (predicted[i] < Abstained || predicted[i] >= labels.Count)
                throw new ArgumentException($"Prediction {predicted[i]} of row {i} is out of range.", nameof(predicted));
            if (probabilities is not null && probabilities[i].Length != labels.Count)
                throw new ArgumentException($"Row {i} has {probabilities[i].Length} probabilities, not {labels.Count}.");
        }
    }
}
