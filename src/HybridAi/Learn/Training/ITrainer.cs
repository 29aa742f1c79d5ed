using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;

namespace HybridAi.Learn.Training;

/// <summary>
/// Makes models of one sort from a frozen dataset, and reads them back. Engines are an inner matter of the member: nothing of theirs shows
/// here, so that one built on another library plugs in unchanged.
/// </summary>
public interface ITrainer
{
    /// <summary>The member's name, such as <c>text-linear</c>; it stands in the card of every model it made.</summary>
    string Name { get; }

    /// <summary>The kind of project that it trains for.</summary>
    ProjectKind Kind { get; }

    /// <summary>
    /// Trains on the part <see cref="Split.Train"/> and on nothing else. The same dataset and settings make the same model, byte by byte.
    /// </summary>
    /// <returns>The model, or a fault: <c>training-rows-missing</c>, <c>one-class-only</c>, <c>scale-too-fine</c>.</returns>
    Task<Outcome<TrainedModel>> TrainAsync(
        Dataset dataset, TrainingSettings settings, IProgress<TrainingStep>? progress, CancellationToken cancellation);

    /// <summary>Reads a model that this trainer's models wrote, or the fault <c>model-broken</c>.</summary>
    Outcome<IModel> Load(Stream stream);
}

/// <summary>What one training is told.</summary>
/// <param name="Seed">Another seed is another order of rows.</param>
/// <param name="BalanceClasses">Whether rare labels weigh as much as frequent ones; otherwise every row weighs the same.</param>
/// <param name="Tolerance">A number counts as right when no further than this from the true one; for judging alone. Null: only the very number does.</param>
public sealed record TrainingSettings(int Seed = 1, bool BalanceClasses = false, double? Tolerance = null);

/// <summary>How far a training is.</summary>
/// <param name="Phase">What it does now, for a person.</param>
/// <param name="Done">Share of the phase, 0 to 1.</param>
public sealed record TrainingStep(string Phase, double Done);

/// <summary>A model fresh from its trainer.</summary>
/// <param name="Model">The model; its labels are those that occur among the training rows, in the schema's order, or all numbers of a scale.</param>
/// <param name="Trainer">Who made it.</param>
/// <param name="Settings">What it was told.</param>
/// <param name="Rows">How many rows it learned from.</param>
/// <param name="AbsentLabels">Labels of the schema without a training row: the model can never answer them.</param>
public sealed record TrainedModel(
    IModel Model, string Trainer, TrainingSettings Settings, int Rows, IReadOnlyList<string> AbsentLabels);
