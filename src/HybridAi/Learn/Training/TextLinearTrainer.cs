using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Learning.Linear;
using HybridAi.Learning.Text;

namespace HybridAi.Learn.Training;

/// <summary><c>text-linear</c>: a linear model over hashed words and character n-grams, with calibrated probabilities.</summary>
public sealed class TextLinearTrainer : ITrainer
{
    /// <summary>The member's name.</summary>
    public const string MemberName = "text-linear";

    /// <inheritdoc/>
    public string Name => MemberName;

    /// <inheritdoc/>
    public ProjectKind Kind => ProjectKind.TextClassification;

    /// <inheritdoc/>
    public async Task<Outcome<TrainedModel>> TrainAsync(
        Dataset dataset, TrainingSettings settings, IProgress<TrainingStep>? progress, CancellationToken cancellation)
    {
        if (!TrainingRows.Of(dataset).Succeeded(out var rows, out var fault)) return fault;
        var engine = new TextClassifierSettings
        {
            Seed = settings.Seed,
            ClassWeighting = settings.BalanceClasses ? ClassWeighting.Balanced : ClassWeighting.None,
        };
        var steps = progress is null ? null : new Steps(progress);
        var model = await Task.Run(
            () => TextClassifierTrainer.Train(rows.Texts, rows.Labels, rows.LabelNames, engine, steps, cancellation), cancellation);
        return new TrainedModel(new Model(model), Name, settings, rows.Texts.Count, rows.AbsentLabels);
    }

    /// <inheritdoc/>
    public Outcome<IModel> Load(Stream stream)
    {
        try
        {
            return Success.Of<IModel>(new Model(TextClassifier.Load(stream)));
        }
        catch (InvalidDataException broken)
        {
            return Fault.Unavailable("model-broken", $"This is no {Name} model that can be used: {broken.Message}");
        }
    }

    private sealed class Steps(IProgress<TrainingStep> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(new(value.Stage, value.Share));
    }

    private sealed class Model(TextClassifier classifier) : IModel
    {
        public IReadOnlyList<string> Labels => classifier.Labels;

        public int Predict(ReadOnlySpan<char> text, Span<float> probabilities) => classifier.Predict(text, probabilities);

        public double Novelty(ReadOnlySpan<char> text) => 1 - classifier.Familiarity(text);

        public IReadOnlyList<string> Explain(string text, string label, int top)
        {
            var index = classifier.Labels.ToList().IndexOf(label);
            if (index < 0) throw new ArgumentException($"The model has no label '{label}'.", nameof(label));
            // Whole words read well; of the character n-grams most are parts of the same words.
            return [.. classifier.Explain(text, index, int.MaxValue)
                .Where(term => term.Weight > 0 && term.Kind == NGramKind.Words).Select(term => term.Term.Trim()).Distinct().Take(top)];
        }

        public void Save(Stream stream) => classifier.Save(stream);
    }
}
