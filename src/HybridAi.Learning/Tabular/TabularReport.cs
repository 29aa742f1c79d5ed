namespace HybridAi.Learning.Tabular;

/// <summary>One way to fit that was tried.</summary>
/// <param name="Trainer"><c>linear</c>, <c>boosted-trees</c> or <c>linear-and-trees</c>.</param>
/// <param name="Settings">Its settings by name.</param>
/// <param name="Loss">Cross-validated loss a row: log loss of labels, squared error of numbers.</param>
/// <param name="LossError">Standard error of the loss over rows, or groups.</param>
/// <param name="Rows">Rows that it was judged on: fewer than all where the first part let it go.</param>
public sealed record TabularTrial(string Trainer, IReadOnlyDictionary<string, string> Settings, double Loss, double LossError, int Rows);

/// <summary>How a model was found.</summary>
/// <param name="Chosen">What was trained.</param>
/// <param name="Candidates">All that were tried, those judged on all rows first, then the least loss first.</param>
/// <param name="Metric">What <paramref name="Parts"/> count: <c>auc</c> of two labels, <c>accuracy</c> of more, <c>rmse</c> of numbers.</param>
/// <param name="Parts">The chosen candidate's metric on each part of the cross-validation; parts on which it is undefined are left out.</param>
public sealed record TabularReport(TabularTrial Chosen, IReadOnlyList<TabularTrial> Candidates, string Metric, IReadOnlyList<double> Parts);

/// <summary>A model and how it was found.</summary>
/// <typeparam name="TModel">Classifier or regressor.</typeparam>
/// <param name="Model">The model, fitted on all rows.</param>
/// <param name="Report">How it was found.</param>
public sealed record TabularTraining<TModel>(TModel Model, TabularReport Report);
