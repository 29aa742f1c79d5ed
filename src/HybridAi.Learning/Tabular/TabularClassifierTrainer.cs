using HybridAi.Learning.Calibration;
using HybridAi.Learning.Tabular.Search;
using HybridAi.Learning.Text;

namespace HybridAi.Learning.Tabular;

/// <summary>
/// Trains a <see cref="TabularClassifier"/>: searches among linear models and boosted trees by cross-validation, fits the chosen one on all rows and
/// makes it as sure as it is right on the rows that it was not fitted on.
/// </summary>
public static class TabularClassifierTrainer
{
    /// <summary>Trains on rows with one label each.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">Index into <paramref name="labelNames"/> for each row.</param>
    /// <param name="labelNames">Distinct names; a name without a row is allowed and will hardly ever be predicted.</param>
    /// <param name="settings">The search.</param>
    /// <param name="progress">Told after every fit; may be called from several threads, one at a time.</param>
    /// <param name="ct">Checked within every fit.</param>
    /// <exception cref="ArgumentException">
    /// No rows, lengths differ, a cell of a number column is no number, a label is out of range, names repeat, fewer than two labels have rows, or a
    /// setting is out of range.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static TabularClassifier Train(
        TabularRows rows, IReadOnlyList<int> labels, IReadOnlyList<string> labelNames, TabularSettings settings, IProgress<TrainingProgress>? progress,
        CancellationToken ct) => Search(rows, labels, labelNames, settings, progress, ct).Model;

    /// <summary>As <see cref="Train"/>, and tells how the model was found.</summary>
    public static TabularTraining<TabularClassifier> Search(
        TabularRows rows, IReadOnlyList<int> labels, IReadOnlyList<string> labelNames, TabularSettings settings, IProgress<TrainingProgress>? progress,
        CancellationToken ct)
    {
        Check(rows, labels, labelNames);
        settings.Validate(rows.Count);
        var table = TableRows.Of(rows, new([.. labels.Select(label => (double)label)], labelNames.Count), settings.Groups);
        var found = new TabularSearch(table, settings, progress, ct).Run();
        var (model, _) = FinalFit.Of(table, found.Chosen, settings.Seed, ct);
        var held = found.Chosen.Parts;
        var temperature = TemperatureScaling.Fit(
            held.SelectMany(part => part.Scores).ToArray(), held.SelectMany(part => part.Rows).Select(row => labels[row]).ToArray(), labelNames.Count);
        progress?.Report(new("done", 1));
        return new(new([.. labelNames], model, (float)temperature), TabularReports.Of(found, table));
    }

    private static void Check(TabularRows rows, IReadOnlyList<int> labels, IReadOnlyList<string> labelNames)
    {
        rows.Check(labels.Count);
        if (labelNames.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw new ArgumentException($"The label name '{repeated.Key}' occurs twice.", nameof(labelNames));
        if (labels.Any(label => label < 0 || label >= labelNames.Count))
            throw new ArgumentException($"A label is not one of {labelNames.Count} label names.", nameof(labels));
        if (labels.Distinct().Take(2).Count() < 2) throw new ArgumentException("Training needs rows of at least two labels; all have the same.", nameof(labels));
    }
}
