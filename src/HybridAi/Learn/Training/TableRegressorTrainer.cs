using System.Globalization;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Learning.Tabular;

namespace HybridAi.Learn.Training;

/// <summary>
/// <c>tabular-regressor</c>: a number for a row, with a probability for every number of the scale from how far off the model is on rows like it.
/// </summary>
public sealed class TableRegressorTrainer : ITrainer
{
    /// <summary>The member's name.</summary>
    public const string MemberName = "tabular-regressor";

    /// <inheritdoc/>
    public string Name => MemberName;

    /// <inheritdoc/>
    public ProjectKind Kind => ProjectKind.TabularRegression;

    /// <inheritdoc/>
    public async Task<Outcome<TrainedModel>> TrainAsync(
        Dataset dataset, TrainingSettings settings, IProgress<TrainingStep>? progress, CancellationToken cancellation)
    {
        if (settings.BalanceClasses) return Fault.BadInput("balance-unfit", $"'{Name}' answers numbers and has no labels to balance.");
        var train = dataset.Of(Split.Train);
        if (train.Count < 2)
            return Fault.Conflict("training-rows-missing", $"Dataset {dataset.Manifest.Hash[..8]} has {train.Count} training rows: label more records and freeze again.");
        string[] texts = [.. train.Select(row => row.Text)];
        if (dataset.Manifest.Scale is not { } scale || TableTraining.RowsOf(dataset, texts) is not { } table) return TableTraining.NoRows(dataset);
        if (scale.Scores > ScoreScale.MostApart)
            return Fault.Conflict("scale-too-fine", $"The target has {scale.Scores} numbers; a model tells at most {ScoreScale.MostApart} apart: choose a larger step.");
        double[] targets = [.. train.Select(row => double.Parse(row.Label, NumberStyles.Float, CultureInfo.InvariantCulture))];
        var model = await Task.Run(
            () => TabularRegressorTrainer.Train(table, targets, TableTraining.SettingsFor(settings, texts), TableTraining.Steps(progress), cancellation), cancellation);
        return new TrainedModel(new NumberModel(model, scale), Name, settings, train.Count, []);
    }

    /// <inheritdoc/>
    public Outcome<IModel> Load(Stream stream)
    {
        try
        {
            return Success.Of<IModel>(NumberModel.Load(stream));
        }
        catch (InvalidDataException broken)
        {
            return Fault.Unavailable("model-broken", $"This is no {Name} model that can be used: {broken.Message}");
        }
    }
}
