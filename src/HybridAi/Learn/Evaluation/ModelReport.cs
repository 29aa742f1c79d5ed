namespace HybridAi.Learn.Evaluation;

/// <summary>How well one label was found.</summary>
/// <param name="Precision">Of the rows answered so, the share that are so; 0 when none was answered so.</param>
/// <param name="Recall">Of the rows that are so, the share answered so; 0 when there are none.</param>
/// <param name="F1">Harmonic mean of the two.</param>
/// <param name="Support">Rows that are so.</param>
public sealed record LabelScore(double Precision, double Recall, double F1, int Support);

/// <summary>How one contender did on the reviewed test rows.</summary>
/// <param name="Name">The trainer, baseline or labeller.</param>
/// <param name="Rows">Rows judged.</param>
/// <param name="Unanswered">Rows without an answer; they count as wrong.</param>
/// <param name="Accuracy">Share of rows answered right; of numbers within the tolerance.</param>
/// <param name="MacroF1">Mean F1 over the labels that occur; null for numbers.</param>
/// <param name="LogLoss">Mean negative natural logarithm of the right label's probability; null for contenders that give no probabilities.</param>
/// <param name="Ece">Expected calibration error of the confidences; null where there are none.</param>
/// <param name="PerClass">Scores by label; empty for numbers.</param>
/// <param name="Confusion">Rows by true label and then by answered label, without the zeros; empty for numbers.</param>
/// <param name="MeanError">Of numbers the mean distance from the true one, in their own unit, over the answered rows; null for labels.</param>
public sealed record ModelReport(
    string Name,
    int Rows,
    int Unanswered,
    double Accuracy,
    double? MacroF1,
    double? LogLoss,
    double? Ece,
    IReadOnlyDictionary<string, LabelScore> PerClass,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Confusion,
    double? MeanError = null);
