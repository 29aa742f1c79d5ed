namespace HybridAi.Learn.Evaluation;

/// <summary>What <c>hybridai evaluate text</c> is told.</summary>
/// <param name="Seed">Another seed is another sample and another order of rows.</param>
/// <param name="PerClass">Train on so many rows of each label, drawn with the seed; null: on all.</param>
/// <param name="Trainer">The trainer's name.</param>
public sealed record TextEvaluationSettings(int Seed = 1, int? PerClass = null, string Trainer = Training.TextLinearTrainer.MemberName);

/// <summary>The figures of one trainer on one training and one test file, as <c>hybridai evaluate text</c> writes them.</summary>
/// <param name="Kind">Always <c>text</c>.</param>
/// <param name="Seed">The seed.</param>
/// <param name="ElapsedSeconds">The whole run.</param>
/// <param name="Accuracy">Over the test rows in scope, without abstention, as are all figures up to <paramref name="Confusion"/>.</param>
/// <param name="MacroF1">Mean F1 over the labels that occur.</param>
/// <param name="LogLoss">Mean negative natural logarithm of the right label's probability.</param>
/// <param name="Ece">Expected calibration error in 15 bins.</param>
/// <param name="PerClass">Scores by label.</param>
/// <param name="Confusion">Rows by true label and then by answered label, without the zeros.</param>
/// <param name="TrainSeconds">The training alone.</param>
/// <param name="ModelBytes">Size of the model's file.</param>
/// <param name="PredictMicrosP50">Median time of one prediction over repeated calls on the test rows, after a warm-up.</param>
/// <param name="PredictMicrosP99">99th percentile of the same.</param>
/// <param name="Baseline">The best baseline.</param>
/// <param name="Gate">What the gate would say.</param>
/// <param name="OutOfScope">How inputs of no label were told apart; null where the test file has none.</param>
public sealed record TextEvaluationReport(
    string Kind,
    int Seed,
    double ElapsedSeconds,
    double Accuracy,
    double MacroF1,
    double? LogLoss,
    double? Ece,
    IReadOnlyDictionary<string, LabelScore> PerClass,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Confusion,
    double TrainSeconds,
    long ModelBytes,
    double PredictMicrosP50,
    double PredictMicrosP99,
    BaselineAccuracy Baseline,
    GateSummary Gate,
    OutOfScopeScore? OutOfScope);

/// <summary>The gate's word in short.</summary>
/// <param name="Promoted">Whether the model would be promoted.</param>
/// <param name="Reason">Why, or why not.</param>
public sealed record GateSummary(bool Promoted, string Reason);

/// <summary>
/// How inputs of no label were told apart: by a threshold on confidence that was chosen without them, or, where the training file holds such
/// rows, as a label of their own.
/// </summary>
/// <param name="Recall">Share of the out-of-scope rows that were refused, or answered as out of scope.</param>
/// <param name="InScopeAccuracy">Share of the other rows that were answered, and answered right.</param>
public sealed record OutOfScopeScore(double Recall, double InScopeAccuracy)
{
    /// <summary>The score of a model that was taught a label for them; null where no test row has it.</summary>
    internal static OutOfScopeScore? OfTaught(ModelReport report, IReadOnlyList<string> labels)
    {
        if (labels.FirstOrDefault(label => report.PerClass.TryGetValue(label, out var score) && score.Support > 0) is not { } taught) return null;
        var inScope = report.Confusion.Where(row => row.Key != taught).ToList();
        var right = inScope.Sum(row => row.Value.GetValueOrDefault(row.Key));
        var rows = inScope.Sum(row => report.PerClass[row.Key].Support);
        return new(report.PerClass[taught].Recall, rows == 0 ? 0 : (double)right / rows);
    }
}
