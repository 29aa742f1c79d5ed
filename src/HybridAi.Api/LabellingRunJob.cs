using System.Text.Json;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Jobs;
using HybridAi.Storage;

namespace HybridAi.Api;

/// <summary>A labelling run as a job.</summary>
internal sealed class LabellingRunJob(ProjectStore projects, ReviewedTexts reviewed, LabellerFamily labellers, LabellingStage stage) : IJobKind
{
    public const string KindName = "labelling-run";

    public string Name => KindName;

    public async Task<Outcome<object>> RunAsync(Job job, IProgress<object> progress, CancellationToken cancellation)
    {
        var request = job.Arguments.Deserialize<LabellingRunRequest>(Json.Options)!;
        var found = await projects.FindAsync(job.Project, cancellation);
        if (!found.Succeeded(out var version, out var fault)) return fault;
        var context = new LabellerContext(version.Definition, await reviewed.ForTrainingAsync(version.Definition, cancellation));
        if (!labellers.Create(request.Labeller, context).Succeeded(out var labeller, out fault)) return fault;
        var run = await stage.RunAsync(job.Project, labeller, only: null, request.Concurrency, new ProgressRelay<LabellingProgress>(progress), cancellation);
        return run.Fault is { } stopped ? stopped : run;
    }
}
