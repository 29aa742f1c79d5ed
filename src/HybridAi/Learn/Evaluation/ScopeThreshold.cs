using HybridAi.Curate.Datasets;
using HybridAi.Learn.Training;

namespace HybridAi.Learn.Evaluation;

/// <summary>
/// The confidence below which an input counts as out of scope, chosen without any such input. Some labels play strangers: in each of four
/// rounds a quarter of the labels is left out of the training altogether, and a quarter of the other rows is held out; a threshold is good
/// when it refuses the left-out labels' rows and keeps right answers to the held-out ones. The one with the best mean of the two shares is
/// taken.
/// </summary>
/// <remarks>
/// Left-out labels lie closer to the others than true strangers mostly do, so the threshold errs towards refusing. The rounds train on
/// fewer rows than the model that is judged, which is a little surer of itself.
/// </remarks>
/// <param name="Value">The threshold, 0 to 1.</param>
internal sealed record ScopeThreshold(double Value)
{
    private const int Rounds = 4;

    /// <summary>Chooses the threshold on the training rows, or passes a trainer's fault on.</summary>
    public static async Task<Outcome<ScopeThreshold>> ChooseAsync(
        Dataset dataset, ITrainer trainer, TrainingSettings settings, IProgress<TrainingStep>? progress, CancellationToken cancellation)
    {
        var rows = dataset.Of(Split.Train).ToArray();
        var labels = rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (labels.Length < 3)
            return Fault.Conflict("scope-not-learnable", "With two labels no label can be left out to learn what a stranger looks like: out-of-scope rows need three labels or more.");
        var random = new Random(settings.Seed);
        random.Shuffle(rows);
        random.Shuffle(labels);
        var rounds = Math.Min(Rounds, labels.Length);
        var labelRound = labels.Index().ToDictionary(label => label.Item, label => label.Index % rounds);
        var judged = new List<(double Confidence, bool Stranger, bool Right)>();
        for (var round = 0; round < rounds; round++)
        {
            progress?.Report(new("out of scope", (double)round / rounds));
            var taught = rows.Index().Where(row => row.Index % Rounds != round && labelRound[row.Item.Label] != round).Select(row => row.Item).ToList();
            var trained = await trainer.TrainAsync(dataset with { Rows = taught }, settings, null, cancellation);
            if (!trained.Succeeded(out var model, out var fault)) return fault;
            foreach (var (_, row) in rows.Index().Where(row => row.Index % Rounds == round || labelRound[row.Item.Label] == round))
            {
                var (label, confidence) = Ask(model.Model, row.Text);
                judged.Add((confidence, labelRound[row.Label] == round, label == row.Label));
            }
        }

        return Best(judged);
    }

    /// <summary>How the threshold does on rows that had no part in choosing it.</summary>
    public OutOfScopeScore Judge(IModel model, IReadOnlyList<DatasetRow> inScope, IReadOnlyList<string> outOfScope)
    {
        var refused = outOfScope.Count(text => Ask(model, text).Confidence < Value);
        var right = inScope.Count(row => Ask(model, row.Text) is var (label, confidence) && confidence >= Value && label == row.Label);
        return new((double)refused / outOfScope.Count, inScope.Count == 0 ? 0 : (double)right / inScope.Count);
    }

    private static ScopeThreshold Best(List<(double Confidence, bool Stranger, bool Right)> judged)
    {
        judged.Sort((a, b) => a.Confidence.CompareTo(b.Confidence));
        double strangers = judged.Count(row => row.Stranger), natives = judged.Count - strangers;
        double refused = 0, kept = judged.Count(row => !row.Stranger && row.Right);
        var (best, value) = (kept / natives, 0.0);
        for (var i = 0; i < judged.Count; i++)
        {
            // The threshold moves above row i: a stranger more is refused, or a right answer is lost.
            if (judged[i].Stranger) refused++;
            else if (judged[i].Right) kept--;
            if (i + 1 == judged.Count || judged[i + 1].Confidence == judged[i].Confidence) continue;
            var gain = (refused / strangers) + (kept / natives);
            if (gain > best) (best, value) = (gain, (judged[i].Confidence + judged[i + 1].Confidence) / 2);
        }

        return new(value);
    }

    private static (string Label, double Confidence) Ask(IModel model, string text)
    {
        var probabilities = new float[model.Labels.Count];
        var best = model.Predict(text, probabilities);
        return (model.Labels[best], probabilities[best]);
    }
}
