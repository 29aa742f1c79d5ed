using System.Text.Json;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Jobs;
using HybridAi.Learn.Evaluation;
using HybridAi.Learn.Registry;
using HybridAi.Learn.Training;
using HybridAi.Storage;

namespace HybridAi.Api;

/// <summary>What a training is to do. The dataset is named by its whole hash, so that a resumed job trains on what the first one did.</summary>
internal sealed record TrainingArguments(string Dataset, string? Trainer, TrainingSettings Settings);

/// <summary>What a training came to; the whole card stands under the model.</summary>
internal sealed record TrainingResult(string Model, ModelStage Stage, GateDecision Gate);

/// <summary>A training as a job. Started again it makes the same model, which the registry then has already.</summary>
internal sealed class TrainingJob(ProjectStore projects, DatasetStore datasets, TrainingStage stage) : IJobKind
{
    public const string KindName = "training";

    public string Name => KindName;

    public async Task<Outcome<object>> RunAsync(Job job, IProgress<object> progress, CancellationToken cancellation)
    {
        var arguments = job.Arguments.Deserialize<TrainingArguments>(Json.Options)!;
        if (!(await projects.FindAsync(job.Project, cancellation)).Succeeded(out var project, out var fault)) return fault;
        if (!(await datasets.LoadAsync(job.Project, arguments.Dataset, cancellation)).Succeeded(out var dataset, out fault)) return fault;
        var trained = await stage.RunAsync(
            project, dataset, arguments.Trainer, arguments.Settings, new ProgressRelay<TrainingStep>(progress), cancellation);
        return trained.Then<object>(model => new TrainingResult(model.Card.Hash, model.Stage, model.Card.Gate));
    }
}
