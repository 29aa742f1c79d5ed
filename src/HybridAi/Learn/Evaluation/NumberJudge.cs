using System.Globalization;
using HybridAi.Curate.Datasets;
using HybridAi.Learn.Training;

namespace HybridAi.Learn.Evaluation;

/// <summary>Judges a model that answers numbers on the reviewed test rows, beside the median of the training rows.</summary>
internal static class NumberJudge
{
    /// <summary>The median baseline's name.</summary>
    public const string MedianName = "median";

    /// <summary>Judges the candidate.</summary>
    /// <param name="dataset">What the candidate was trained on.</param>
    /// <param name="test">The reviewed test rows.</param>
    /// <param name="candidate">The model.</param>
    /// <param name="champion">The present champion; null where there is none, and passed over where it answers no numbers.</param>
    /// <param name="settings">What the gate asks for, with the tolerance.</param>
    public static Verdict Judge(Dataset dataset, IReadOnlyList<DatasetRow> test, TrainedModel candidate, IModel? champion, GateSettings settings)
    {
        if (test.Count == 0) return new(NumberGate.Decide([], [], null, settings), []);
        var own = Answers(candidate.Model, test);
        var median = Median([.. dataset.Of(Split.Train).Select(row => Number(row.Label))]);
        var baseline = test.Select(_ => median).ToArray();
        // One row a text: an exact duplicate is no further evidence.
        var distinct = test.Index().DistinctBy(row => row.Item.Text).Select(row => row.Index).ToArray();
        var known = champion?.Labels.All(label => TryNumber(label) is not null) == true ? Errors(Answers(champion, test)) : null;
        var truth = test.Select(row => Number(row.Label)).ToArray();
        var decision = NumberGate.Decide(Errors(own), Errors(baseline), known, settings);
        return new(decision, [Report(candidate.Trainer, own), Report(MedianName, baseline)]);

        double[] Errors(double[] answers) => [.. distinct.Select(row => Math.Abs(answers[row] - Number(test[row].Label)))];

        ModelReport Report(string name, double[] answers)
        {
            var errors = answers.Zip(truth, (answer, right) => Math.Abs(answer - right)).ToArray();
            return new(
                name, test.Count, 0, errors.Count(error => error <= settings.Tolerance) / (double)test.Count, null, null, null, new Dictionary<string, LabelScore>(),
                new Dictionary<string, IReadOnlyDictionary<string, int>>(), errors.Average());
        }
    }

    private static double[] Answers(IModel model, IReadOnlyList<DatasetRow> rows)
    {
        var numbers = model.Labels.Select(Number).ToArray();
        var probabilities = new float[numbers.Length];
        return [.. rows.Select(row => numbers[model.Predict(row.Text, probabilities)])];
    }

    // The lower of two in the middle: a number that occurs.
    private static double Median(double[] numbers)
    {
        Array.Sort(numbers);
        return numbers[(numbers.Length - 1) / 2];
    }

    private static double Number(string label) => TryNumber(label) ?? throw new InvalidDataException($"'{label}' stands among numbers in the dataset.");

    private static double? TryNumber(string label) => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
