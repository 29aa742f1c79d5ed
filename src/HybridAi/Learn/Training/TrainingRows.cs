using HybridAi.Curate.Datasets;

namespace HybridAi.Learn.Training;

/// <summary>The training part of a dataset as learners take it: texts, and labels as numbers.</summary>
/// <param name="Texts">The texts.</param>
/// <param name="Labels">Index into <paramref name="LabelNames"/> for each text.</param>
/// <param name="LabelNames">The labels that occur, in the schema's order.</param>
/// <param name="AbsentLabels">The labels of the schema that do not.</param>
internal sealed record TrainingRows(
    IReadOnlyList<string> Texts, IReadOnlyList<int> Labels, IReadOnlyList<string> LabelNames, IReadOnlyList<string> AbsentLabels)
{
    /// <summary>The rows, or a fault when nothing can be learned from them.</summary>
    public static Outcome<TrainingRows> Of(Dataset dataset)
    {
        var rows = dataset.Of(Split.Train);
        if (rows.Count == 0)
        {
            return Fault.Conflict(
                "training-rows-missing", $"Dataset {dataset.Manifest.Hash[..8]} has no training rows: label more records and freeze again.");
        }

        var present = rows.Select(row => row.Label).ToHashSet();
        var names = dataset.Manifest.Labels.Where(present.Contains).ToArray();
        if (present.Count > names.Length)
        {
            return Fault.BadInput(
                "label-unknown", $"The label '{present.Except(names).First()}' of a training row is not in the dataset's list of labels.");
        }

        if (names.Length == 1)
        {
            return Fault.Conflict(
                "one-class-only", $"All {rows.Count} training rows have the label '{names[0]}': a model needs rows of at least two labels.");
        }

        var index = names.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return new TrainingRows(
            [.. rows.Select(row => row.Text)], [.. rows.Select(row => index[row.Label])], names, [.. dataset.Manifest.Labels.Except(names)]);
    }
}
