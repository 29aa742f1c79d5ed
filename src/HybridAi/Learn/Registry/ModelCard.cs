using HybridAi.Learn.Evaluation;
using HybridAi.Learn.Training;

namespace HybridAi.Learn.Registry;

/// <summary>What a model is, where it came from and how it was judged. It never changes; what becomes of the model stands in its moves.</summary>
/// <param name="Hash">SHA-256 of the model's file.</param>
/// <param name="Project">The project.</param>
/// <param name="ProjectVersion">The project's version when it was trained.</param>
/// <param name="Trainer">Who made it.</param>
/// <param name="Settings">What the trainer was told, the seed included.</param>
/// <param name="DatasetHash">What it was trained and judged on.</param>
/// <param name="Labels">The labels it can answer.</param>
/// <param name="AbsentLabels">Labels of the schema that it can never answer: no training row has them.</param>
/// <param name="TrainRows">How many rows it learned from.</param>
/// <param name="TrainSeconds">How long that took.</param>
/// <param name="Bytes">Size of the model's file.</param>
/// <param name="Gate">Whether it may be promoted, and why.</param>
/// <param name="Reports">Its figures on the reviewed test rows, then those of its baselines.</param>
/// <param name="Probe">What it answers to known texts, to prove that a loaded copy is the same model.</param>
/// <param name="CreatedAt">When it was trained.</param>
public sealed record ModelCard(
    string Hash,
    string Project,
    long ProjectVersion,
    string Trainer,
    TrainingSettings Settings,
    string DatasetHash,
    IReadOnlyList<string> Labels,
    IReadOnlyList<string> AbsentLabels,
    int TrainRows,
    double TrainSeconds,
    long Bytes,
    GateDecision Gate,
    IReadOnlyList<ModelReport> Reports,
    ParityProbe Probe,
    DateTimeOffset CreatedAt)
{
    /// <summary>The hash's first eight digits, as people write it.</summary>
    public string ShortHash => Hash[..8];
}
