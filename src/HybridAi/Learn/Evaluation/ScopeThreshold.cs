using HybridAi.Curate.Datasets;
using HybridAi.Learn.Training;

namespace HybridAi.Learn.Evaluation;

/// <summary>
/// The confidence below which an input counts as out of scope. It is chosen by cross-fitting on the training rows: each quarter is answered by
/// a model that was trained on the other three, and the threshold is the greatest that would refuse at most one in twenty of the right
/// answers.
/// </summary>
/// <remarks>
/// What it costs is thereby known and what it finds is not: no stranger takes part. Choosing it on left-out labels that play strangers was
/// tried (150 assistant intents) and refuses far too much, since such labels lie closer to the others than strangers do. The model that is
/// judged learned from all rows and is a little surer than those of the quarters, so it refuses slightly less than one in twenty.
/// </remarks>
/// <param name="Value">The threshold, 0 to 1.</param>
internal sealed record ScopeThreshold(double Value)
{
    private const int Quarters = 4;
    private const double RightAnswersRefused = 0.05;

    /// <summary>Chooses the threshold on the training rows, or passes a trainer's fault on.</summary>
    public static async Task<Outcome<ScopeThreshold>> ChooseAsync(
        Dataset dataset, ITrainer trainer, TrainingSettings settings, IProgress<TrainingStep>? progress, CancellationToken cancellation)
    {
        var rows = dataset.Of(Split.Train).ToArray();
        new Random(settings.Seed).Shuffle(rows);
        var right = new List<double>();
        for (var quarter = 0; quarter < Quarters; quarter++)
        {
            progress?.Report(new("out of scope", (double)quarter / Quarters));
            var held = rows.Where((_, i) => i % Quarters == quarter);
            var taught = rows.Where((_, i) => i % Quarters != quarter).ToList();
            var outcome = await trainer.TrainAsync(dataset with { Rows = taught }, settings, null, cancellation);
            if (!outcome.Succeeded(out var trained, out var fault)) return fault;
            right.AddRange(held.Select(row => (Row: row, Answer: Ask(trained.Model, row.Text)))
                .Where(asked => asked.Answer.Label == asked.Row.Label).Select(asked => asked.Answer.Confidence));
        }

        right.Sort();
        return new ScopeThreshold(right.Count == 0 ? 0 : right[(int)(RightAnswersRefused * right.Count)]);
    }

    /// <summary>How the threshold does on rows that had no part in choosing it.</summary>
    public OutOfScopeScore Judge(IModel model, IReadOnlyList<DatasetRow> inScope, IReadOnlyList<string> outOfScope)
    {
        var refused = outOfScope.Count(text => Ask(model, text).Confidence < Value);
        var right = inScope.Count(row => Ask(model, row.Text) is var (label, confidence) && confidence >= Value && label == row.Label);
        return new((double)refused / outOfScope.Count, (double)right / inScope.Count);
    }

    private static (string Label, double Confidence) Ask(IModel model, string text)
    {
        var probabilities = new float[model.Labels.Count];
        var best = model.Predict(text, probabilities);
        return (model.Labels[best], probabilities[best]);
    }
}
