using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Learn.Evaluation;
using HybridAi.Learn.Registry;
using Microsoft.Extensions.Logging;

namespace HybridAi.Learn.Training;

/// <summary>
/// Train, judge, save, register, and promote when the gate says so. A model that the gate refuses is kept as candidate with the reason: a
/// person may look at it, and a route may still use it where thresholds hold the floor.
/// </summary>
public sealed partial class TrainingStage(
    TrainerFamily trainers, ModelJudge judge, ModelFile files, ModelRegistry registry, TimeProvider clock, ILogger<TrainingStage> logger)
{
    /// <summary>Runs the stage.</summary>
    /// <param name="project">The project as it stands.</param>
    /// <param name="dataset">The frozen dataset.</param>
    /// <param name="trainer">The trainer's name; null: the one for the project's kind.</param>
    /// <param name="settings">What the trainer is told.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellation">Stops it; nothing is registered then.</param>
    /// <returns>The registered model, champion or candidate, or the fault that stood in the way.</returns>
    public async Task<Outcome<RegisteredModel>> RunAsync(
        ProjectVersion project, Dataset dataset, string? trainer, TrainingSettings settings, IProgress<TrainingStep>? progress, CancellationToken cancellation)
    {
        var name = project.Definition.Name;
        if (dataset.Manifest.Project != name)
        {
            return Fault.BadInput(
                "dataset-of-another-project", $"Dataset {dataset.Manifest.Hash[..8]} belongs to '{dataset.Manifest.Project}', not to '{name}'.");
        }

        if (!trainers.For(project.Definition, trainer).Succeeded(out var member, out var unknown)) return unknown;

        var started = clock.GetTimestamp();
        if (!(await member.TrainAsync(dataset, settings, progress, cancellation)).Succeeded(out var trained, out var fault)) return fault;
        var took = clock.GetElapsedTime(started);
        progress?.Report(new("judge", 0));
        var champion = await ChampionAsync(name, cancellation);
        var judged = await judge.JudgeAsync(project.Definition, dataset, trained, champion, new(Tolerance: settings.Tolerance ?? 0), cancellation);
        if (!judged.Succeeded(out var verdict, out fault)) return fault;
        if (!(await files.SaveAsync(trained.Model, cancellation)).Succeeded(out var stored, out fault)) return fault;

        var card = new ModelCard(
            stored.Hash, name, project.Version, trained.Trainer, settings, dataset.Manifest.Hash, trained.Model.Labels, trained.AbsentLabels,
            trained.Rows, took.TotalSeconds, stored.Bytes, verdict.Gate, verdict.Reports, ParityProbe.Of(trained.Model), clock.GetUtcNow());
        Log.Trained(logger, name, card.ShortHash, trained.Rows, took.TotalSeconds, verdict.Gate.Promoted);
        progress?.Report(new("judge", 1));
        var added = await registry.AddAsync(card, cancellation);
        return verdict.Gate.Promoted && added.Fault is null
            ? await registry.PromoteAsync(name, card.Hash, verdict.Gate.Reason, cancellation)
            : added;
    }

    private async Task<IModel?> ChampionAsync(string project, CancellationToken cancellation)
    {
        if (!(await registry.ChampionAsync(project, cancellation)).Succeeded(out var champion, out _)) return null;
        if ((await files.LoadAsync(champion.Card, cancellation)).Succeeded(out var model, out var fault)) return model;
        // A champion that can't be loaded can't be served either: it must not keep a good model out.
        Log.ChampionUnusable(logger, project, champion.Card.ShortHash, fault.Code);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Trained model {Model} of {Project} on {Rows} rows in {Seconds} s; promoted: {Promoted}")]
        public static partial void Trained(ILogger logger, string project, string model, int rows, double seconds, bool promoted);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Champion {Model} of {Project} can't be loaded ({Code}); the new model is judged without it")]
        public static partial void ChampionUnusable(ILogger logger, string project, string model, string code);
    }
}
