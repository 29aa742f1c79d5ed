namespace HybridAi.Learning.Text;

/// <summary>Fits a model on texts with one label each.</summary>
/// <param name="texts">The texts.</param>
/// <param name="labels">Index into <paramref name="labelNames"/> for each text.</param>
/// <param name="labelNames">Distinct names.</param>
/// <param name="ct">Cancels.</param>
public delegate ITextModel TextFit(IReadOnlyList<string> texts, IReadOnlyList<int> labels, IReadOnlyList<string> labelNames, CancellationToken ct);

/// <summary>Probabilities for each text by a model that has not seen it.</summary>
public static class CrossValidation
{
    /// <summary>
    /// Deals the texts, label by label, to folds by a seeded shuffle and lets a model that was fitted on the others judge each fold.
    /// Equal texts are dealt together: a copy in the other folds would tell its label.
    /// </summary>
    /// <param name="texts">The texts; at least two.</param>
    /// <param name="labels">Index into <paramref name="labelNames"/> for each text.</param>
    /// <param name="labelNames">Distinct names; at least two of them have texts.</param>
    /// <param name="folds">At least 2.</param>
    /// <param name="seed">Seeds the dealing.</param>
    /// <param name="fit">Fits one model; called from several threads.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>
    /// Texts × labels. Where the texts outside a fold have fewer than two labels nothing can be learned, and its rows are uniform.
    /// </returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float[][] Probabilities(
        IReadOnlyList<string> texts, IReadOnlyList<int> labels, IReadOnlyList<string> labelNames, int folds, int seed, TextFit fit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        if (texts.Count != labels.Count) throw new ArgumentException($"{texts.Count} texts but {labels.Count} labels.", nameof(labels));
        var fold = Deal(texts, labels, folds, seed);
        var probabilities = new float[texts.Count][];
        Parallel.For(0, folds, new ParallelOptions { CancellationToken = ct }, held =>
        {
            var rest = Enumerable.Range(0, fold.Length).Where(row => fold[row] != held).ToArray();
            var model = rest.Select(row => labels[row]).Distinct().Take(2).Count() < 2
                ? null
                : fit([.. rest.Select(row => texts[row])], [.. rest.Select(row => labels[row])], labelNames, ct);
            for (var row = 0; row < fold.Length; row++)
            {
                if (fold[row] != held) continue;
                probabilities[row] = new float[labelNames.Count];
                if (model is null) Array.Fill(probabilities[row], 1f / labelNames.Count);
                else model.Predict(texts[row], probabilities[row]);
            }
        });
        return probabilities;
    }

    private static int[] Deal(IReadOnlyList<string> texts, IReadOnlyList<int> labels, int folds, int seed)
    {
        var order = Enumerable.Range(0, texts.Count).ToArray();
        new Random(seed).Shuffle(order);
        var fold = new int[texts.Count];
        var ofText = new Dictionary<string, int>(StringComparer.Ordinal);
        var dealt = 0;
        foreach (var row in order.OrderBy(row => labels[row]))
        {
            if (!ofText.TryGetValue(texts[row], out var known)) ofText[texts[row]] = known = dealt++ % folds;
            fold[row] = known;
        }

        return fold;
    }
}
