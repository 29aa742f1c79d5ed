using HybridAi.Learning.Tabular;

namespace HybridAi.Learn.Evaluation;

/// <summary>The figures of <c>hybridai evaluate tabular</c>.</summary>
/// <param name="Kind">Always <c>tabular</c>.</param>
/// <param name="Seed">The seed.</param>
/// <param name="ElapsedSeconds">The whole run.</param>
/// <param name="Task"><c>classification</c> or <c>regression</c>.</param>
/// <param name="JudgedOn"><c>test-file</c>; without one <c>held-out-folds</c> or, of many rows, <c>held-out-fifth</c>: rows that neither search nor training saw.</param>
/// <param name="Rows">Rows that it was judged on.</param>
/// <param name="Accuracy">Share of them that are right; this and the next four for classification only.</param>
/// <param name="Auc">Area under the ROC curve, of more than two labels the mean of each against the rest; null where undefined.</param>
/// <param name="MacroF1">Mean F1 over the labels.</param>
/// <param name="LogLoss">Mean negative natural logarithm of the right label's probability.</param>
/// <param name="Ece">Expected calibration error in 15 bins.</param>
/// <param name="Mae">Mean absolute error; this and the next four for regression only.</param>
/// <param name="Rmse">Root of the mean squared error.</param>
/// <param name="R2">Share of the variance that is explained.</param>
/// <param name="Coverage80">Share of targets in the interval that says 80 %.</param>
/// <param name="Coverage90">The same for 90 %.</param>
/// <param name="Cv">The chosen way on the parts of the cross-validation within the training rows.</param>
/// <param name="Chosen">What was trained.</param>
/// <param name="Candidates">All that were tried, those judged on all rows first, then the least loss first.</param>
/// <param name="Baseline">The better of the baselines on the same rows.</param>
/// <param name="Gate">What the gate would say.</param>
/// <param name="TrainSeconds">One search and training on all training rows.</param>
/// <param name="Columns">What each column was taken for.</param>
/// <param name="Notes">Columns that were left out or taken apart, and why.</param>
public sealed record TabularEvaluationReport(
    string Kind,
    int Seed,
    double ElapsedSeconds,
    TabularTask Task,
    string JudgedOn,
    int Rows,
    double? Accuracy,
    double? Auc,
    double? MacroF1,
    double? LogLoss,
    double? Ece,
    double? Mae,
    double? Rmse,
    double? R2,
    double? Coverage80,
    double? Coverage90,
    TabularCv Cv,
    TabularTrial Chosen,
    IReadOnlyList<TabularTrial> Candidates,
    TabularBaseline Baseline,
    GateSummary Gate,
    double TrainSeconds,
    IReadOnlyDictionary<string, ColumnKind> Columns,
    IReadOnlyList<string> Notes);

/// <summary>What needs no model.</summary>
/// <param name="Name"><c>majority-class</c>, or <c>median</c> or <c>mean</c>, all of the training rows.</param>
/// <param name="Accuracy">Of the majority class.</param>
/// <param name="Mae">Mean absolute error of the number.</param>
/// <param name="Rmse">Root of its mean squared error.</param>
public sealed record TabularBaseline(string Name, double? Accuracy, double? Mae, double? Rmse);
