using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Learn.Training;
using HybridAi.Learning.Metrics;
using HybridAi.Learning.Text;

namespace HybridAi.Learn.Evaluation;

/// <summary>Whoever is judged on the test rows, with what it answered to each of them.</summary>
/// <param name="Name">The trainer, baseline or labeller.</param>
/// <param name="Answers">One label a row; null where it had none.</param>
/// <param name="Labels">The labels that <paramref name="Probabilities"/> stand for.</param>
/// <param name="Probabilities">One probability a label for each row; null for contenders that only name a label.</param>
internal sealed record Contender(
    string Name, IReadOnlyList<string?> Answers, IReadOnlyList<string> Labels, IReadOnlyList<float[]>? Probabilities)
{
    private const string Request = "evaluation";

    private delegate int Predictor(ReadOnlySpan<char> text, Span<float> probabilities);

    /// <summary>The answers of a trained model.</summary>
    public static Contender Of(string name, IModel model, IReadOnlyList<DatasetRow> rows) => Ask(name, model.Labels, model.Predict, rows);

    /// <summary>The answers of a learner that serves as baseline.</summary>
    public static Contender Of(string name, ITextModel model, IReadOnlyList<DatasetRow> rows) => Ask(name, model.Labels, model.Predict, rows);

    /// <summary>The answers of a labeller; a failure is a row without an answer.</summary>
    public static async Task<Contender> OfAsync(ILabeller labeller, IReadOnlyList<DatasetRow> rows, CancellationToken cancellation)
    {
        var answers = new List<string?>(rows.Count);
        foreach (var row in rows) answers.Add((await labeller.ProposeAsync(new(Request, row.RecordId, row.Text), cancellation)).Label);
        return new(labeller.Name, answers, [], null);
    }

    /// <summary>Its figures over <paramref name="schema"/>, which holds every label of the rows and every answer.</summary>
    public ModelReport Report(IReadOnlyList<DatasetRow> rows, IReadOnlyList<string> schema)
    {
        var index = schema.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var predicted = Answers.Select(answer => answer is null ? ClassificationReport.Abstained : index[answer]).ToArray();
        var spread = Probabilities?.Select(row => Spread(row, schema.Count, index)).ToArray();
        var report = ClassificationReport.Compute([.. rows.Select(row => index[row.Label])], predicted, spread, schema);
        var confusion = schema.Index().Where(label => report.PerClass[label.Index].Support > 0).ToDictionary(
            label => label.Item,
            IReadOnlyDictionary<string, int> (label) => schema.Index()
                .Where(answer => report.Confusion[label.Index][answer.Index] > 0)
                .ToDictionary(answer => answer.Item, answer => report.Confusion[label.Index][answer.Index]));
        return new(
            Name, rows.Count, Answers.Count(answer => answer is null), report.Accuracy, report.MacroF1, report.LogLoss, report.Ece,
            report.PerClass.ToDictionary(m => m.Label, m => new LabelScore(m.Precision ?? 0, m.Recall ?? 0, m.F1 ?? 0, m.Support)), confusion);
    }

    private static Contender Ask(string name, IReadOnlyList<string> labels, Predictor predict, IReadOnlyList<DatasetRow> rows)
    {
        var answers = new string?[rows.Count];
        var probabilities = new float[rows.Count][];
        for (var i = 0; i < rows.Count; i++)
        {
            probabilities[i] = new float[labels.Count];
            answers[i] = labels[predict(rows[i].Text, probabilities[i])];
        }

        return new(name, answers, labels, probabilities);
    }

    // A label that the model does not know has probability 0.
    private float[] Spread(float[] probabilities, int count, Dictionary<string, int> index)
    {
        var spread = new float[count];
        for (var label = 0; label < probabilities.Length; label++) spread[index[Labels[label]]] = probabilities[label];
        return spread;
    }
}
