using System.Text.Json;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Jobs;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Api;

/// <summary>Which route is to be built. Dataset and model are named by their hashes, so that a resumed job builds what the first one did.</summary>
internal sealed record RouteBuildArguments(string Dataset, IReadOnlyList<TierChoice> Tiers, RouteSettings Settings, bool Live, Payer? Payer = null);

/// <summary>The building of a route as a job. Answers stand in the labelling journal: started again it asks only for what is missing.</summary>
internal sealed class RouteBuildJob(ProjectStore projects, DatasetStore datasets, TierPlan plan, RouteStage stage, RouteStore routes) : IJobKind
{
    public const string KindName = "route-build";

    public string Name => KindName;

    public async Task<Outcome<object>> RunAsync(Job job, IProgress<object> progress, CancellationToken cancellation)
    {
        var arguments = job.Arguments.Deserialize<RouteBuildArguments>(Json.Options)!;
        if (!(await projects.FindAsync(job.Project, cancellation)).Succeeded(out var project, out var fault)) return fault;
        if (!(await datasets.LoadAsync(job.Project, arguments.Dataset, cancellation)).Succeeded(out var dataset, out fault)) return fault;
        var opened = await plan.OpenAsync(project.Definition, dataset.Manifest.Hash, arguments.Tiers, cancellation);
        if (!opened.Succeeded(out var tiers, out fault)) return fault;
        var paid = tiers.Select(tier => tier with { Labeller = tier.Labeller.PaidBy(arguments.Payer ?? Payer.Project) }).ToList();
        var built = await stage.RunAsync(project, dataset, paid, arguments.Settings, new ProgressRelay<LabellingProgress>(progress), new ProgressRelay<double>(progress), cancellation);
        if (!built.Succeeded(out var route, out fault)) return fault;
        if (arguments.Live)
        {
            var live = await routes.MakeLiveAsync(job.Project, route.Hash, $"built by {job.Id}", cancellation);
            if (live.Fault is { } refused) return refused;
        }

        return RouteAnswer.Of(route);
    }
}
