using HybridAi.Learning.Metrics;
using HybridAi.Learning.Tabular;

namespace HybridAi.Learn.Evaluation;

/// <summary>What a classifier and its baseline said of rows that it never saw.</summary>
/// <param name="Gold">The right labels.</param>
/// <param name="Answers">The classifier's.</param>
/// <param name="Probabilities">Of each label.</param>
/// <param name="Majority">The most frequent label of the training rows.</param>
internal sealed record LabelJudgement(IReadOnlyList<int> Gold, IReadOnlyList<int> Answers, IReadOnlyList<float[]> Probabilities, IReadOnlyList<int> Majority)
{
    public static LabelJudgement Of(TabularClassifier model, TabularPart learnt, TabularPart held)
    {
        var probabilities = held.Targets.Select(_ => new float[model.Labels.Count]).ToArray();
        var answers = held.Rows.Cells.Select((cells, row) => model.Predict([.. cells], probabilities[row])).ToArray();
        var majority = learnt.Labels.CountBy(label => label).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
        return new(held.Labels, answers, probabilities, [.. Enumerable.Repeat(majority, answers.Length)]);
    }

    public static LabelJudgement Joined(IReadOnlyList<LabelJudgement> parts) => new(
        [.. parts.SelectMany(part => part.Gold)], [.. parts.SelectMany(part => part.Answers)], [.. parts.SelectMany(part => part.Probabilities)],
        [.. parts.SelectMany(part => part.Majority)]);

    public ClassificationReport Report(IReadOnlyList<string> labels) => ClassificationReport.Compute(Gold, Answers, Probabilities, labels);

    public GateDecision Gate() => Evaluation.Gate.Decide(
        Right(Answers), new Dictionary<string, IReadOnlyList<bool>> { [ModelJudge.MajorityName] = Right(Majority) }, null, new());

    /// <summary>
    /// Of two labels the second against the first, of more the mean of each against the rest. Of several folds the mean over them, for scores of
    /// different models are not comparable; null where it is defined in none.
    /// </summary>
    public static double? Auc(IReadOnlyList<LabelJudgement> parts)
    {
        var defined = parts.Where(part => part.Auc() is not null).ToList();
        return defined.Count == 0 ? null : defined.Sum(part => part.Auc()!.Value * part.Gold.Count) / defined.Sum(part => part.Gold.Count);
    }

    private double? Auc()
    {
        var labels = Probabilities[0].Length;
        var each = Enumerable.Range(labels == 2 ? 1 : 0, labels == 2 ? 1 : labels)
            .Select(label => Auroc.Of([.. Probabilities.Select(row => (double)row[label])], [.. Gold.Select(gold => gold == label)])).OfType<double>().ToList();
        return each.Count == 0 ? null : each.Average();
    }

    private bool[] Right(IReadOnlyList<int> answers) => [.. answers.Zip(Gold, (answer, gold) => answer == gold)];
}
