using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Learning.Tabular;

namespace HybridAi.Learn.Training;

/// <summary><c>tabular-classifier</c>: linear models or boosted trees over the columns of a row, whichever cross-validation finds better.</summary>
public sealed class TableClassifierTrainer : ITrainer
{
    /// <summary>The member's name.</summary>
    public const string MemberName = "tabular-classifier";

    /// <inheritdoc/>
    public string Name => MemberName;

    /// <inheritdoc/>
    public ProjectKind Kind => ProjectKind.TabularClassification;

    /// <inheritdoc/>
    public async Task<Outcome<TrainedModel>> TrainAsync(
        Dataset dataset, TrainingSettings settings, IProgress<TrainingStep>? progress, CancellationToken cancellation)
    {
        if (settings.BalanceClasses) return Fault.BadInput("balance-unfit", $"'{Name}' weighs every row the same: leave balancing out.");
        if (!TrainingRows.Of(dataset).Succeeded(out var rows, out var fault)) return fault;
        if (TableTraining.RowsOf(dataset, rows.Texts) is not { } table) return TableTraining.NoRows(dataset);
        var model = await Task.Run(
            () => TabularClassifierTrainer.Train(
                table, rows.Labels, rows.LabelNames, TableTraining.SettingsFor(settings, rows.Texts), TableTraining.Steps(progress), cancellation), cancellation);
        return new TrainedModel(new Model(model), Name, settings, rows.Texts.Count, rows.AbsentLabels);
    }

    /// <inheritdoc/>
    public Outcome<IModel> Load(Stream stream)
    {
        try
        {
            return Success.Of<IModel>(new Model(TabularClassifier.Load(stream)));
        }
        catch (InvalidDataException broken)
        {
            return Fault.Unavailable("model-broken", $"This is no {Name} model that can be used: {broken.Message}");
        }
    }

    private sealed class Model(TabularClassifier classifier) : IModel
    {
        private readonly RowText _rows = TableTraining.Reading(classifier.Columns);

        public IReadOnlyList<string> Labels => classifier.Labels;

        public IReadOnlyList<string> Probes => TableTraining.ProbesOf(_rows);

        public int Predict(ReadOnlySpan<char> text, Span<float> probabilities) => classifier.Predict(TableTraining.Cells(_rows, text), probabilities);

        public double Novelty(ReadOnlySpan<char> text) => classifier.Novelty(TableTraining.Cells(_rows, text));

        public IReadOnlyList<string> Explain(string text, string label, int top)
        {
            var index = classifier.Labels.ToList().IndexOf(label);
            if (index < 0) throw new ArgumentException($"The model has no label '{label}'.", nameof(label));
            return TableTraining.Words(classifier.Explain(TableTraining.Cells(_rows, text), index, _rows.Columns.Count).Where(weight => weight.Weight > 0).Take(top));
        }

        public void Save(Stream stream) => classifier.Save(stream);
    }
}
