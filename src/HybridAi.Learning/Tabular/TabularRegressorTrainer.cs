using HybridAi.Learning.Tabular.Search;
using HybridAi.Learning.Text;

namespace HybridAi.Learning.Tabular;

/// <summary>
/// Trains a <see cref="TabularRegressor"/>: searches among linear models and boosted trees by cross-validation, fits the chosen one on all rows, and
/// learns the size and the distribution of its errors from the rows that it was not fitted on.
/// </summary>
public static class TabularRegressorTrainer
{
    /// <summary>Trains on rows with one number each.</summary>
    /// <param name="rows">The rows, at least two.</param>
    /// <param name="targets">A finite number for each row.</param>
    /// <param name="settings">The search.</param>
    /// <param name="progress">Told after every fit; may be called from several threads, one at a time.</param>
    /// <param name="ct">Checked within every fit.</param>
    /// <exception cref="ArgumentException">
    /// Fewer than two rows, lengths differ, a cell of a number column is no number, a target is not finite, or a setting is out of range.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static TabularRegressor Train(
        TabularRows rows, IReadOnlyList<double> targets, TabularSettings settings, IProgress<TrainingProgress>? progress, CancellationToken ct) =>
        Search(rows, targets, settings, progress, ct).Model;

    /// <summary>As <see cref="Train"/>, and tells how the model was found.</summary>
    public static TabularTraining<TabularRegressor> Search(
        TabularRows rows, IReadOnlyList<double> targets, TabularSettings settings, IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        rows.Check(targets.Count);
        if (rows.Count < 2) throw new ArgumentException("Training needs at least two rows.");
        if (targets.Any(target => !double.IsFinite(target))) throw new ArgumentException("A target is not a finite number.", nameof(targets));
        settings.Validate(rows.Count);
        var table = TableRows.Of(rows, new([.. targets], 0), settings.Groups);
        var found = new TabularSearch(table, settings, progress, ct).Run();
        var (model, coded) = FinalFit.Of(table, found.Chosen, settings.Seed, ct);
        var (scale, errors) = ErrorScale.Fit(table, coded, found.Chosen.Parts.Take(found.Folds), settings.Seed, ct);
        progress?.Report(new("done", 1));
        return new(new(model, scale, errors), TabularReports.Of(found, table));
    }
}
