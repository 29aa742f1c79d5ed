using System.Globalization;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Learn.Evaluation;

/// <summary>Two labelled files as the stages take them.</summary>
/// <param name="Project">A project whose schema is the training file's labels.</param>
/// <param name="Dataset">Training rows and test rows in scope.</param>
/// <param name="OutOfScope">Texts of the test file that belong under no label.</param>
internal sealed record EvaluationFiles(Project Project, Dataset Dataset, IReadOnlyList<string> OutOfScope)
{
    /// <summary>What rows out of scope are labelled.</summary>
    public static readonly string[] OutOfScopeLabels = ["oos", "out_of_scope"];

    /// <summary>Lays out the files, or says which test label was never trained on.</summary>
    public static Outcome<EvaluationFiles> Read(IReadOnlyList<LabelledText> train, IReadOnlyList<LabelledText> test, TextEvaluationSettings settings)
    {
        if (settings.PerClass < 1) return Fault.BadInput("per-class-too-small", "--per-class is at least 1.");
        var known = train.Select(row => row.Label).ToHashSet();
        var outside = test.Where(row => !known.Contains(row.Label)).ToLookup(row => OutOfScopeLabels.Contains(row.Label));
        if (outside[false].FirstOrDefault() is { } stranger)
        {
            return Fault.BadInput(
                "label-never-trained",
                $"The test label '{stranger.Label}' occurs in no training row (rows out of scope are labelled {string.Join(" or ", OutOfScopeLabels)}).",
                string.Create(CultureInfo.InvariantCulture, $"test line {stranger.Line}"));
        }

        if (!test.Any(row => known.Contains(row.Label)))
            return Fault.BadInput("test-rows-missing", "The test file holds no row of a label that was trained on.");
        var labels = known.Order(StringComparer.Ordinal).ToArray();
        var project = new Project(
            "evaluate", ProjectKind.TextClassification, "text", "label", null, [], null,
            [.. labels.Select(label => new LabelDefinition(label, label.Replace('_', ' ')))], new());
        List<DatasetRow> rows =
        [
            .. Sample(train, settings).Select(row => Row(row, Split.Train)),
            .. test.Where(row => known.Contains(row.Label)).Select(row => Row(row, Split.Test)),
        ];
        var manifest = new DatasetManifest(
            ContentHash.OfJson(rows), project.Name, 1, labels, rows.CountBy(row => row.Split).ToDictionary(),
            rows.CountBy(row => row.Source).ToDictionary(), 1, DateTimeOffset.UnixEpoch);
        return new EvaluationFiles(project, new(manifest, rows), [.. outside[true].Select(row => row.Text)]);
    }

    private static IEnumerable<LabelledText> Sample(IReadOnlyList<LabelledText> train, TextEvaluationSettings settings)
    {
        if (settings.PerClass is not { } count) return train;
        var order = train.ToArray();
        new Random(settings.Seed).Shuffle(order);
        return order.GroupBy(row => row.Label).SelectMany(rows => rows.Take(count)).OrderBy(row => row.Line);
    }

    private static DatasetRow Row(LabelledText row, Split split) => new(
        string.Create(CultureInfo.InvariantCulture, $"{split}-{row.Line}"), row.Text, row.Label, split, LabelSource.Gold, "file", 1,
        SuggestionShown: false);
}
