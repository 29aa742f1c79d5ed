using HybridAi.Learning.Text;

namespace HybridAi.Learning.Routing;

/// <summary>
/// A text classifier that learns from the very rows that a route is learned and judged on, without ever answering one that it has seen: one fit for every fold
/// and every pair of folds left out, and one on everything, which is what goes live.
/// </summary>
/// <param name="Replies">What it says to each row, as seen from each view.</param>
/// <param name="ByView">By view: the fit on everything that it may see, which is how the student answers new texts there.</param>
public sealed record CrossFittedStudent(CrossFittedReplies Replies, IReadOnlyList<TextClassifier> ByView)
{
    /// <summary>The fit on everything.</summary>
    public TextClassifier Model => ByView[^1];

    /// <summary>Fits it.</summary>
    /// <param name="texts">The rows' texts.</param>
    /// <param name="taught">What each row teaches: its gold label or what a labeller said; <see cref="TierReply.NoLabel"/> where it teaches nothing.</param>
    /// <param name="labelNames">The labels.</param>
    /// <param name="fold">Fold of each row.</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="extra">Further texts with labels, seen by every fit.</param>
    /// <param name="seed">Seeds the fits.</param>
    /// <param name="progress">Told how much is done, 0 to 1.</param>
    /// <param name="cancellation">Cancels.</param>
    public static CrossFittedStudent Fit(
        IReadOnlyList<string> texts, int[] taught, IReadOnlyList<string> labelNames, int[] fold, int folds, IReadOnlyList<(string Text, int Label)> extra, int seed,
        IProgress<double>? progress, CancellationToken cancellation)
    {
        // From the largest fit to the smallest would be the same work; in this order the last one, on everything, is not waited for alone.
        (int One, int Other)[] leftOut = [(folds, folds), .. from one in Enumerable.Range(0, folds) from other in Enumerable.Range(one, folds - one) select (one, other)];
        var models = new Dictionary<(int, int), TextClassifier>();
        Parallel.ForEach(leftOut, new ParallelOptions { CancellationToken = cancellation }, pair =>
        {
            var rows = Enumerable.Range(0, texts.Count).Where(row => taught[row] != TierReply.NoLabel && fold[row] != pair.One && fold[row] != pair.Other).ToArray();
            // The belief weighs what the student says; a temperature of its own would be fitted on fewer rows for the same end.
            var settings = new TextClassifierSettings { Seed = seed, CalibrationShare = 0, Threads = 1 };
            var model = TextClassifierTrainer.Train(
                [.. rows.Select(row => texts[row]), .. extra.Select(more => more.Text)], [.. rows.Select(row => taught[row]), .. extra.Select(more => more.Label)],
                labelNames, settings, null, cancellation);
            lock (models) models[pair] = model;
            progress?.Report((double)models.Count / leftOut.Length);
        });
        var views = Enumerable.Range(0, folds + 1);
        return new(
            new(
                [.. views.Select(view => Rows(row => Chances(ModelFor(row, view), texts[row])))],
                [.. views.Select(view => Rows(row => 1 - ModelFor(row, view).Familiarity(texts[row])))]),
            [.. views.Select(view => models[(view, view)])]);

        TextClassifier ModelFor(int row, int view) => view == folds ? models[(fold[row], fold[row])] : models[(Math.Min(fold[row], view), Math.Max(fold[row], view))];

        T[] Rows<T>(Func<int, T> of) => [.. Enumerable.Range(0, texts.Count).AsParallel().AsOrdered().Select(of)];
    }

    private static float[] Chances(TextClassifier model, string text)
    {
        var chances = new float[model.Labels.Count];
        model.Predict(text, chances);
        return chances;
    }
}
