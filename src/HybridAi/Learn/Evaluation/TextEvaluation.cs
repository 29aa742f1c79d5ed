using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Learn.Training;

namespace HybridAi.Learn.Evaluation;

/// <summary>Trains on one file and judges on another with the product's own trainer, judge and gate.</summary>
public sealed class TextEvaluation(TrainerFamily trainers, ModelJudge judge, TimeProvider clock)
{
    private const int WarmUpCalls = 150_000;
    private const int TimedCalls = 20_000;
    private const long WarmUpCharacters = 20_000_000;

    /// <summary>Runs the evaluation.</summary>
    /// <param name="train">The rows to train on.</param>
    /// <param name="test">The rows to judge on; those of the label <c>oos</c> or <c>out_of_scope</c> are out of scope.</param>
    /// <param name="settings">What it is told.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The figures, or a fault: a test label that was never trained on, one label only, an unknown trainer, too few rows.</returns>
    public async Task<Outcome<TextEvaluationReport>> RunAsync(
        IReadOnlyList<LabelledText> train, IReadOnlyList<LabelledText> test, TextEvaluationSettings settings, IProgress<TrainingStep>? progress,
        CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        if (!trainers.Find(settings.Trainer).Succeeded(out var trainer, out var fault)) return fault;
        if (!EvaluationFiles.Read(train, test, settings).Succeeded(out var files, out fault)) return fault;

        var learning = clock.GetTimestamp();
        if (!(await trainer.TrainAsync(files.Dataset, new(settings.Seed), progress, cancellation)).Succeeded(out var trained, out fault)) return fault;
        var trainSeconds = clock.GetElapsedTime(learning).TotalSeconds;
        progress?.Report(new("judge", 0));
        if (!(await judge.JudgeAsync(files.Project, files.Dataset, trained, null, new(), cancellation)).Succeeded(out var verdict, out fault)) return fault;
        var (p50, p99) = TimePredictions(trained.Model, files.Dataset.Of(Split.Test));
        var outOfScope = await OutOfScopeAsync(files, trainer, trained.Model, verdict.Reports[0], settings, progress, cancellation);
        if (!outOfScope.Succeeded(out var scope, out fault)) return fault;

        var own = verdict.Reports[0];
        return new TextEvaluationReport(
            "text", settings.Seed, clock.GetElapsedTime(started).TotalSeconds, own.Accuracy, own.MacroF1!.Value, own.LogLoss, own.Ece, own.PerClass,
            own.Confusion, trainSeconds, SizeOf(trained.Model), p50, p99, verdict.Gate.Baselines[0],
            new(verdict.Gate.Promoted, verdict.Gate.Reason), scope.Score);
    }

    private static async Task<Outcome<Scope>> OutOfScopeAsync(
        EvaluationFiles files, ITrainer trainer, IModel model, ModelReport report, TextEvaluationSettings settings, IProgress<TrainingStep>? progress,
        CancellationToken cancellation)
    {
        if (files.OutOfScope.Count == 0) return new Scope(OutOfScopeScore.OfTaught(report, EvaluationFiles.OutOfScopeLabels));
        var threshold = await ScopeThreshold.ChooseAsync(files.Dataset, trainer, new(settings.Seed), progress, cancellation);
        return threshold.Then<Scope>(chosen => new Scope(chosen.Judge(model, files.Dataset.Of(Split.Test), files.OutOfScope)));
    }

    // Each text alone, as a request would ask. First the runtime is given time to compile the path in earnest.
    private (double P50, double P99) TimePredictions(IModel model, IReadOnlyList<DatasetRow> rows)
    {
        var probabilities = new float[model.Labels.Count];
        long characters = 0;
        for (var i = 0; i < WarmUpCalls && characters < WarmUpCharacters; i++)
        {
            var text = rows[i % rows.Count].Text;
            model.Predict(text, probabilities);
            characters += text.Length;
        }

        var micros = new List<double>(TimedCalls + rows.Count);
        do
        {
            foreach (var row in rows)
            {
                var started = clock.GetTimestamp();
                model.Predict(row.Text, probabilities);
                micros.Add(clock.GetElapsedTime(started).TotalMicroseconds);
                characters += row.Text.Length;
            }
        }
        while (micros.Count < TimedCalls && characters < 2 * WarmUpCharacters);

        var times = micros.ToArray();
        return (Percentile.Of(times, 0.5), Percentile.Of(times, 0.99));
    }

    private static long SizeOf(IModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.Length;
    }

    private sealed record Scope(OutOfScopeScore? Score);
}
